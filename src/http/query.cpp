// SPDX-License-Identifier: MIT
#include "autodiscover/http/query.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && text.size() - i > 2) {
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

std::optional<std::string> query_parameter(std::string_view query,
                                           std::initializer_list<std::string_view> names) {
    while (!query.empty()) {
        const auto* const separator =
            std::find_if(query.begin(), query.end(), [](char c) { return c == '&' || c == ';'; });
        const auto end = static_cast<std::size_t>(separator - query.begin());
        const std::string_view pair = query.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view key = pair.substr(0, equals);
        if (std::any_of(names.begin(), names.end(),
                        [&](std::string_view name) { return equals_ignoring_case(key, name); })) {
            return percent_decode(pair.substr(std::min(equals + 1, pair.size())));
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return std::nullopt;
}

} // namespace autodiscover
