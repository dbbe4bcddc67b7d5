// SPDX-License-Identifier: MIT
#pragma once
/// A cryptographic digest, and the text form that DNS and HTTP carry it in. Thread safety: pure functions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4). Throws std::runtime_error when OpenSSL has none to give.
Sha256 sha256(std::string_view octets);

/// Base 64 with padding, without line breaks (RFC 4648 section 4). For short things: at most 1 GiB.
std::string base64(std::span<const std::uint8_t> octets);

} // namespace autodiscover
