// SPDX-License-Identifier: MIT
#pragma once
/// A colour of a screen, and whether text can be read on it. Thread safety: values and pure functions.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/result.hpp"

#include <cstdint>
#include <string_view>

namespace autodiscover {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    /// "#rgb" or "#rrggbb".
    static Result<Colour> parse(std::string_view text);

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// "#rrggbb" in lower case.
InlineString<7> to_string(Colour colour) noexcept;

/// From 1 to 21 (WCAG 2.2, contrast ratio). Text needs 4.5, other things to see need 3.
double contrast(Colour a, Colour b) noexcept;
/// Black or white, whichever is read better on `background`: the contrast is 4.58 at least.
Colour text_colour_on(Colour background) noexcept;

} // namespace autodiscover
