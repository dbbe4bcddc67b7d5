// SPDX-License-Identifier: MIT
#include "autodiscover/http/headers.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace autodiscover {

namespace {

// In the order of the enumeration, with what follows.
constexpr auto names = std::to_array<std::string_view>({
    "Access-Control-Allow-Methods: ",
    "Access-Control-Allow-Origin: ",
    "Allow: ",
    "Cache-Control: ",
    "Content-Disposition: ",
    "Content-Security-Policy: ",
    "ETag: ",
    "Location: ",
    "Referrer-Policy: ",
    "Retry-After: ",
    "Vary: ",
    "X-Content-Type-Options: ",
    "X-Robots-Tag: ",
});
static_assert(names.size() == static_cast<std::size_t>(HeaderName::x_robots_tag) + 1);

constexpr std::size_t usual_size = 256; // bytes of all lines: allocated once

std::string_view text_of(HeaderName name) noexcept {
    return names[static_cast<std::size_t>(name)];
}

} // namespace

void Headers::begin_line(HeaderName name) {
    if (lines_.empty()) {
        lines_.reserve(usual_size);
    }
    lines_.append(text_of(name));
}

Headers& Headers::add(HeaderName name, HeaderConstant value) {
    begin_line(name);
    lines_.append(value.view()).append("\r\n");
    return *this;
}

Headers& Headers::add(HeaderName name, std::initializer_list<std::string_view> pieces) {
    if (std::any_of(pieces.begin(), pieces.end(), has_control)) {
        throw std::invalid_argument("a header value holds a control character");
    }
    begin_line(name);
    for (const std::string_view piece : pieces) {
        lines_.append(piece);
    }
    lines_.append("\r\n");
    return *this;
}

std::string_view Headers::find(HeaderName name) const noexcept {
    const std::string_view wanted = text_of(name);
    for (std::string_view rest = lines_; !rest.empty();) {
        const std::size_t end = rest.find("\r\n");
        const std::string_view line = rest.substr(0, end);
        if (line.starts_with(wanted)) {
            return line.substr(wanted.size());
        }
        rest.remove_prefix(end + 2);
    }
    return {};
}

} // namespace autodiscover
