// SPDX-License-Identifier: MIT
#pragma once
/// Byte-wise text functions. All are independent of the locale: the C library's tolower() and isspace() are
/// not. Thread safety: pure functions.

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

constexpr char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) noexcept {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
/// Space, tab, carriage return, line feed: what XML and HTTP call white space.
constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/// C0 controls and DEL.
constexpr bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Equal but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
/// `text` begins with `prefix` but for the case of ASCII letters.
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;
/// A copy with ASCII letters in lower case.
std::string lower_case(std::string_view text);
/// `text` without blanks at either end.
std::string_view trim(std::string_view text) noexcept;

/// No octet above 0x7F.
bool is_ascii(std::string_view text) noexcept;
/// Some byte is_control().
constexpr bool has_control(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(), is_control);
}
/// Octets of the control character in UTF-8 at the front of a text: C0, DEL, or C1 (U+0080 to U+009F, which
/// some terminals obey as they obey ESC). 0 when there is none.
std::size_t control_character_size(std::string_view text) noexcept;
/// Some character of a well-formed UTF-8 text is a control character.
bool has_control_character(std::string_view text) noexcept;
/// The code point that starts at `i`, which is moved behind it; -1, and `i` stays, when the bytes are not
/// well-formed UTF-8.
std::int32_t next_code_point(std::string_view text, std::size_t& i) noexcept;
/// Well-formed UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;
/// Number of code points of a well-formed UTF-8 text.
std::size_t count_code_points(std::string_view text) noexcept;
/// Well-formed UTF-8 in which every character may stand in an XML 1.0 document (XML 1.0, production [2]
/// Char).
bool is_xml_text(std::string_view text) noexcept;

/// A decimal number from 1 to 65535.
std::optional<std::uint16_t> parse_port(std::string_view text) noexcept;

/// Value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) noexcept {
    if (is_digit(c)) {
        return c - '0';
    }
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace autodiscover
