// SPDX-License-Identifier: MIT
#pragma once
/// One YAML document as a tree in which every node knows its location. Built from the parser's events: a
/// small part of the memory of the parser library's own nodes, and duplicate keys are seen. Texts are views
/// of the file wherever the file says them as they are. Thread safety: a tree never changes after it is
/// built, but for parts that its only reader drops.

#include "autodiscover/config/yaml/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

struct YamlEntry;

struct YamlNode {
    enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

    SourceLocation location;
    std::uint32_t weight = 0; // nodes in and below it
    Kind kind = Kind::null;
    bool quoted = false;            // a scalar between quotes, or a block scalar
    bool as_written = false;        // a scalar whose text is in the file just as it is, without escapes
    std::string_view text{};        // of a scalar
    std::vector<YamlEntry> entries; // of a sequence or mapping, in the order of the file

    /// Where the byte `at` of the text is; of a text that the file writes otherwise, where its value begins.
    [[nodiscard]] SourceLocation location_of(std::size_t at) const noexcept;
    /// The entry of a mapping with that key, or null. Linear: for mappings with few keys.
    [[nodiscard]] const YamlEntry* find(std::string_view key) const noexcept;
};

/// A key and its value, or an item of a sequence (then without a key).
struct YamlEntry {
    std::string_view key;
    SourceLocation key_location;
    YamlNode value;
};

/// "a mapping", "a list", "empty" or the quoted text: what stands there instead of what should.
std::string describe(const YamlNode& node);
/// Reports the keys that a mapping has twice and keeps the first of each. Sorts, since there may be 40,000.
void refuse_duplicates(const Source& source, YamlNode& mapping);
/// What YAML 1.1 and people mean by yes, no, on, off and their like.
std::optional<bool> meant_boolean(const YamlNode& node) noexcept;
/// The word false, without quotes.
bool is_false(const YamlNode& node) noexcept;

struct YamlTree {
    std::deque<std::string> texts; // what the nodes' texts are views of: the file, and what it says otherwise
    YamlNode root;
};

constexpr std::size_t yaml_node_limit = 200'000; // aliases are copies: a short file cannot explode

/// Parses exactly one document with a mapping as its root. Everything that is wrong goes to `source`;
/// nothing is returned when no tree could be built (a tree with duplicate keys is returned).
std::optional<YamlTree> parse_yaml(const Source& source, std::string text);

} // namespace autodiscover
