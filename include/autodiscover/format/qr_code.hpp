// SPDX-License-Identifier: MIT
#pragma once
/// QR codes (ISO/IEC 18004) as the path of an SVG picture. Thread safety: a pure function.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

struct QrCode {
    unsigned width = 0; // modules of a side, without the quiet zone
    /// SVG path data: one stroke of width 1 along each run of dark modules. It begins at `quiet_zone` from
    /// both edges of a picture with sides of width + 2 * quiet_zone.
    std::string path;
};
constexpr unsigned quiet_zone = 4; // modules, ISO/IEC 18004 section 6.3.8

/// What a code of version 10 with level M holds: larger ones are hard to scan from a screen, and cost more
/// than all the rest of a page. Octets.
constexpr std::size_t longest_qr_text = 213;

/// Nothing when the text is empty or too long.
std::optional<QrCode> qr_code(std::string_view text);

} // namespace autodiscover
