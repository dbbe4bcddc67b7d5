// SPDX-License-Identifier: MIT
#pragma once
/// A cryptographic digest, and the text form that DNS and HTTP carry it in. Thread safety: pure functions.

#include "autodiscover/base/inline_string.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace autodiscover {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Sha256 sha256(std::string_view octets) noexcept;

/// Base 64 with padding (RFC 4648 section 4).
InlineString<44> base64(const Sha256& digest) noexcept;

} // namespace autodiscover
