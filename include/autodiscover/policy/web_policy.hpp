// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about the page for people.

#include "autodiscover/model/url.hpp"
#include "autodiscover/policy/colour.hpp"
#include "autodiscover/policy/web_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace autodiscover {

struct WebPolicy {
    /// A text that replaces ours.
    struct Text {
        WebLanguage language;
        WebText name;
        std::string text;

        friend bool operator==(const Text&, const Text&) = default;
    };

    bool enabled = false;
    std::optional<Url> logo{};
    Colour accent{}; // of buttons
    Colour accent_dark{};
    std::vector<Text> texts{};

    friend bool operator==(const WebPolicy&, const WebPolicy&) = default;
};

} // namespace autodiscover
