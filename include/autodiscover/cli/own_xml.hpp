// SPDX-License-Identifier: MIT
#pragma once
/// Reads back the XML that our own writers wrote, attributes and all. Strangers' documents go to read_xml(),
/// which keeps no attributes, and refuses long texts and the DOCTYPE of a property list.
/// Thread safety: pure functions.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace autodiscover {

struct OwnXml {
    std::string name{};
    std::vector<std::pair<std::string, std::string>> attributes{};
    std::string text{}; // its own character data, references replaced, blanks at both ends removed
    std::vector<OwnXml> children{};

    /// The first child of a name, or null.
    [[nodiscard]] const OwnXml* child(std::string_view wanted) const noexcept;
    /// Text of that child; empty when there is none.
    [[nodiscard]] std::string_view text_of(std::string_view wanted) const noexcept;
    /// Empty when there is none.
    [[nodiscard]] std::string_view attribute(std::string_view wanted) const noexcept;
};

/// The root element. Throws std::invalid_argument when this is not what our writers write.
OwnXml read_own_xml(std::string_view document);

} // namespace autodiscover
