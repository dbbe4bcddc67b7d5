// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about the page for people.

#include "autodiscover/policy/colour.hpp"
#include "autodiscover/policy/web_text.hpp"

#include <string>
#include <vector>

namespace autodiscover {

struct WebPolicy {
    /// A text that replaces ours.
    struct Text {
        WebLanguage language;
        WebText name;
        std::string text;
    };

    bool enabled = true;
    std::string logo;                // https; empty: none
    Colour accent{0x0b, 0x57, 0xd0}; // of buttons
    Colour accent_dark{0x8a, 0xb4, 0xf8};
    std::vector<Text> texts{};
};

} // namespace autodiscover
