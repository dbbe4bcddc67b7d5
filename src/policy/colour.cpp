// SPDX-License-Identifier: MIT
#include "autodiscover/policy/colour.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <cmath>

namespace autodiscover {

namespace {

constexpr Colour black{0, 0, 0};
constexpr Colour white{255, 255, 255};

/// WCAG 2.2, relative luminance.
double luminance(Colour colour) noexcept {
    const auto linear = [](std::uint8_t part) {
        const double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

} // namespace

Result<Colour> Colour::parse(std::string_view text) {
    const bool is_short = text.size() == 4;
    if ((!is_short && text.size() != 7) || text[0] != '#' ||
        !std::all_of(text.begin() + 1, text.end(), [](char c) { return hex_value(c) >= 0; })) {
        return Error{"must be a colour such as \"#0b5fff\" or \"#06f\", in quotes"};
    }
    const auto part = [&](std::size_t i) {
        const int high = hex_value(text[is_short ? 1 + i : 1 + 2 * i]);
        const int low = is_short ? high : hex_value(text[2 + 2 * i]);
        return static_cast<std::uint8_t>(16 * high + low);
    };
    return Colour{part(0), part(1), part(2)};
}

InlineString<7> to_string(Colour colour) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    InlineString<7> out;
    out.append('#');
    for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) {
        out.append(digits[part >> 4U]);
        out.append(digits[part & 15U]);
    }
    return out;
}

double contrast(Colour a, Colour b) noexcept {
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

Colour text_colour_on(Colour background) noexcept {
    return contrast(background, white) >= contrast(background, black) ? white : black;
}

} // namespace autodiscover
