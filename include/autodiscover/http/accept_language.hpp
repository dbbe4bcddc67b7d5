// SPDX-License-Identifier: MIT
#pragma once
/// Which of our languages a browser asks for (RFC 9110 section 12.5.4). Thread safety: a pure function.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace autodiscover {

/// The index in `available` of the language that the header wants most; nothing when it wants none of them. A
/// range stands for all tags that begin with it and, as people who ask for "de-AT" can read "de", for its own
/// beginnings too (RFC 4647 section 3.4).
std::optional<std::size_t> wanted_language(std::string_view accept_language,
                                           std::span<const std::string_view> available) noexcept;

} // namespace autodiscover
