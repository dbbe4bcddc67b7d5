// SPDX-License-Identifier: MIT
#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace autodiscover {

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return a == b ||
           (a.size() == b.size() && starts_with_ignoring_case(a, b)); // nearly always the same octets
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(),
                      [](char x, char y) { return x == y || to_lower(x) == to_lower(y); });
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool is_ascii(std::string_view text) noexcept {
    // Eight bytes at a time: every document that a client posts is looked at.
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::uint64_t found = 0;
    while (text.size() >= sizeof found) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        found |= bytes;
        text.remove_prefix(sizeof bytes);
    }
    return (found & high_bits) == 0 &&
           std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t control_character_size(std::string_view text) noexcept {
    if (!text.empty() && is_control(text[0])) {
        return 1;
    }
    const bool is_c1 =
        text.size() > 1 && text[0] == '\xc2' && (static_cast<unsigned char>(text[1]) & 0xe0U) == 0x80U;
    return is_c1 ? 2 : 0;
}

bool has_control_character(std::string_view text) noexcept {
    if (has_control(text)) {
        return true;
    }
    for (std::size_t i = text.find('\xc2'); i != std::string_view::npos; i = text.find('\xc2', i + 1)) {
        if (control_character_size(text.substr(i)) != 0) {
            return true;
        }
    }
    return false;
}

std::int32_t next_code_point(std::string_view text, std::size_t& i) noexcept {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned lead = byte(i);
    if (lead < 0x80) {
        ++i;
        return static_cast<std::int32_t>(lead);
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - i < length) {
        return -1;
    }
    std::int32_t code = static_cast<std::int32_t>(lead & (0x7fU >> length));
    for (std::size_t k = 1; k < length; ++k) {
        const unsigned next = byte(i + k);
        if ((next & 0xc0U) != 0x80U) {
            return -1;
        }
        code = (code << 6) | static_cast<std::int32_t>(next & 0x3fU);
    }
    constexpr std::int32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        return -1;
    }
    i += length;
    return code;
}

bool is_utf8(std::string_view text) noexcept {
    if (is_ascii(text)) {
        return true;
    }
    for (std::size_t i = 0; i < text.size();) {
        if (next_code_point(text, i) < 0) {
            return false;
        }
    }
    return true;
}

std::size_t count_code_points(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool is_xml_text(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const std::int32_t code = next_code_point(text, i);
        const bool allowed =
            code >= 0x20 ? code != 0xfffe && code != 0xffff : code == '\t' || code == '\n' || code == '\r';
        if (!allowed) {
            return false;
        }
    }
    return true;
}

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
    unsigned port = 0;
    const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool valid =
        status == std::errc() && stop == text.data() + text.size() && port >= 1 && port <= 65535;
    return valid ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

} // namespace autodiscover
