// SPDX-License-Identifier: MIT
#include "autodiscover/base/closest_word.hpp"

#include <algorithm>
#include <vector>

namespace autodiscover {

namespace {

/// Levenshtein's distance, of short words only.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view closest_word(std::span<const std::string_view> words, std::string_view unknown) {
    constexpr std::size_t longest_word = 40;
    std::string_view best;
    std::size_t best_distance = std::min<std::size_t>(3, unknown.size() / 3 + 2); // one more than accepted
    for (const std::string_view word : words) {
        if (unknown.size() <= longest_word) {
            const std::size_t d = distance(unknown, word);
            if (d < best_distance) {
                best = word;
                best_distance = d;
            }
        }
    }
    return best;
}

} // namespace autodiscover
