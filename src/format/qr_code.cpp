// SPDX-License-Identifier: MIT
#include "autodiscover/format/qr_code.hpp"

#include "autodiscover/base/text.hpp"

#include <memory>
#include <new>
#include <qrencode.h>

namespace autodiscover {

namespace {

/// The lowest bit of each octet of libqrencode's picture says whether the module is dark.
std::string path_of(const QRcode& code) {
    const auto width = static_cast<unsigned>(code.width);
    std::string path;
    path.reserve(std::size_t{4} * width * width); // a run is about two modules and eight characters long
    for (unsigned y = 0; y < width; ++y) {
        const unsigned char* const row = code.data + std::size_t{y} * width;
        bool first = true;
        unsigned at = 0; // where the pen is
        for (unsigned x = 0; x < width;) {
            unsigned end = x;
            while (end < width && (row[end] & 1U) != 0) {
                ++end;
            }
            if (end == x) {
                ++x;
                continue;
            }
            path.append(first ? "M" : "m");
            append_decimal(path, first ? x + quiet_zone : x - at);
            path.append(first ? " " : " 0h");
            if (first) {
                append_decimal(path, y + quiet_zone);
                path.append(".5h");
            }
            append_decimal(path, end - x);
            first = false;
            at = x = end;
        }
    }
    return path;
}

} // namespace

std::optional<QrCode> qr_code(std::string_view text) {
    if (text.empty() || text.size() > longest_qr_text) {
        return std::nullopt;
    }
    // Octets as they are; the version is the smallest that holds them.
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                          0, QR_ECLEVEL_M),
        &QRcode_free);
    if (code == nullptr) {
        throw std::bad_alloc(); // the size was judged above
    }
    return QrCode{static_cast<unsigned>(code->width), path_of(*code)};
}

} // namespace autodiscover
