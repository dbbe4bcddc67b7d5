// SPDX-License-Identifier: MIT
#include "autodiscover/http/query.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// What stands before the first `separator`; `rest` is what stands behind it.
std::string_view cut(std::string_view& rest, char separator) noexcept {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
}

} // namespace

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const std::size_t plain = std::min(text.find('%'), text.size());
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            return out;
        }
        const int high = text.size() > 2 ? hex_value(text[1]) : -1;
        const int low = text.size() > 2 ? hex_value(text[2]) : -1;
        const bool is_octet = high >= 0 && low >= 0;
        out += is_octet ? static_cast<char>(high * 16 + low) : '%';
        text.remove_prefix(is_octet ? 3 : 1);
    }
}

std::optional<std::string> query_parameter(std::string_view query,
                                           std::initializer_list<std::string_view> names) {
    while (!query.empty()) {
        std::string_view pairs = cut(query, '&');
        while (!pairs.empty()) {
            std::string_view value = cut(pairs, ';');
            const std::string_view key = cut(value, '=');
            if (std::any_of(names.begin(), names.end(),
                            [&](std::string_view name) { return equals_ignoring_case(key, name); })) {
                return percent_decode(value);
            }
        }
    }
    return std::nullopt;
}

} // namespace autodiscover
