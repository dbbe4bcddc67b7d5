// SPDX-License-Identifier: MIT
#include "autodiscover/base/characters.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace autodiscover {

namespace {

/// Where runs of deceptive characters begin and end, in turns. A table of our own: libunistring has the
/// categories too, and would be one more package to build with.
constexpr auto bounds = std::to_array<std::int32_t>({
#include "deceptive_characters.def"
});

bool is_deceptive(std::int32_t code) noexcept {
    return (std::upper_bound(bounds.begin(), bounds.end(), code) - bounds.begin()) % 2 != 0;
}

} // namespace

bool has_deceptive_character(std::string_view text) noexcept {
    if (is_ascii(text)) {
        return false;
    }
    for (std::size_t i = 0; i < text.size();) {
        const std::int32_t code = next_code_point(text, i);
        if (code < 0 || is_deceptive(code)) {
            return true;
        }
    }
    return false;
}

} // namespace autodiscover
