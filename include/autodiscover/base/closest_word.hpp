// SPDX-License-Identifier: MIT
#pragma once
/// "Did you mean": the known word that is closest to an unknown one. Thread safety: a pure function.

#include <span>
#include <string_view>

namespace autodiscover {

/// The one of `words` that was probably meant; empty: none is close.
std::string_view closest_word(std::span<const std::string_view> words, std::string_view unknown);

} // namespace autodiscover
