// SPDX-License-Identifier: MIT
#include "autodiscover/base/utf16.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace autodiscover {

namespace {

/// Writes a code point from U+0080 up and returns the place behind it.
char* put_code_point(std::uint32_t code, char* out) {
    const auto octet = [&](std::uint32_t value) { *out++ = static_cast<char>(value); };
    if (code < 0x800) {
        octet(0xc0U | (code >> 6));
    } else if (code < 0x10000) {
        octet(0xe0U | (code >> 12));
        octet(0x80U | ((code >> 6) & 0x3fU));
    } else {
        octet(0xf0U | (code >> 18));
        octet(0x80U | ((code >> 12) & 0x3fU));
        octet(0x80U | ((code >> 6) & 0x3fU));
    }
    octet(0x80U | (code & 0x3fU));
    return out;
}

/// Copies ASCII, eight units at a time, which the compiler makes a few instructions of; returns how many.
std::size_t put_ascii(std::u16string_view text, char* out) {
    constexpr std::size_t step = 8;
    std::size_t done = 0;
    for (; text.size() - done >= step; done += step) {
        const char16_t* const units = text.data() + done;
        unsigned all = 0;
        for (std::size_t i = 0; i < step; ++i) {
            all |= units[i];
        }
        if (all >= 0x80) {
            break;
        }
        for (std::size_t i = 0; i < step; ++i) {
            out[done + i] = static_cast<char>(units[i]);
        }
    }
    return done;
}

constexpr bool is_high_surrogate(char16_t unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}
constexpr bool is_low_surrogate(char16_t unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

} // namespace

void append_utf8(std::u16string_view text, std::string& out) {
    constexpr std::size_t piece = 256;
    std::array<char, 3 * piece + 4> buffer; // a unit takes three octets at most, a pair four
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t stop = std::min(i + piece, text.size());
        const std::size_t ascii = put_ascii(text.substr(i, stop - i), buffer.data());
        char* end = buffer.data() + ascii;
        for (i += ascii; i < stop; ++i) {
            const char16_t unit = text[i];
            if (unit < 0x80) {
                *end++ = static_cast<char>(unit);
            } else if (is_high_surrogate(unit) && i + 1 < text.size() && is_low_surrogate(text[i + 1])) {
                ++i;
                end = put_code_point(0x10000U + ((unit - 0xd800U) << 10) + (text[i] - 0xdc00U), end);
            } else {
                end = put_code_point(is_high_surrogate(unit) || is_low_surrogate(unit) ? 0xfffdU : unit, end);
            }
        }
        out.append(buffer.data(), end);
    }
}

} // namespace autodiscover
