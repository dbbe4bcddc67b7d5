// SPDX-License-Identifier: MIT
#include "autodiscover/http/accept_language.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

constexpr std::size_t most_ranges = 32; // browsers send a handful; what comes behind is not read

std::string_view cut(std::string_view& rest, char separator) noexcept {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trim(piece);
}

/// Thousandths, RFC 9110 section 12.4.2; 1000 when there is no weight, 0 for one that is none.
unsigned weight_of(std::string_view parameters) noexcept {
    while (!parameters.empty()) {
        const std::string_view parameter = cut(parameters, ';');
        if (!starts_with_ignoring_case(parameter, "q=")) {
            continue;
        }
        const std::string_view value = parameter.substr(2);
        if (value.empty() || (value[0] != '0' && value[0] != '1') || (value.size() > 1 && value[1] != '.')) {
            return 0;
        }
        unsigned weight = value[0] == '1' ? 1000 : 0;
        unsigned unit = 100;
        for (const char c : value.substr(std::min<std::size_t>(2, value.size()))) {
            if (!is_digit(c)) {
                return 0;
            }
            weight += static_cast<unsigned>(c - '0') * unit;
            unit /= 10;
        }
        return std::min(weight, 1000U);
    }
    return 1000;
}

/// "pt" of "pt-BR": that is how we name our languages.
std::string_view primary(std::string_view tag) noexcept {
    return tag.substr(0, tag.find('-'));
}

} // namespace

std::optional<std::size_t> wanted_language(std::string_view accept_language,
                                           std::span<const std::string_view> available) noexcept {
    std::optional<std::size_t> best;
    unsigned best_weight = 0;
    for (std::size_t i = 0; i < most_ranges && !accept_language.empty(); ++i) {
        std::string_view parameters = cut(accept_language, ',');
        const std::string_view range = primary(cut(parameters, ';'));
        const unsigned weight = weight_of(parameters);
        const auto found = std::find_if(available.begin(), available.end(), [&](std::string_view language) {
            return range == "*" || equals_ignoring_case(range, primary(language));
        });
        if (found != available.end() && weight > best_weight) { // the first among equals
            best = static_cast<std::size_t>(found - available.begin());
            best_weight = weight;
        }
    }
    return best;
}

} // namespace autodiscover
