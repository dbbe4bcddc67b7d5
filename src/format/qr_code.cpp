// SPDX-License-Identifier: MIT
#include "autodiscover/format/qr_code.hpp"

#include "autodiscover/base/output.hpp"

#include <memory>
#include <new>
#include <qrencode.h>

/// Exported by libqrencode, but missing in its header; weak, should a later release hide it.
/// QRcode_encodeInput tries all eight masks and keeps the one that looks best, which takes nine tenths of the
/// work for a page. Any mask makes a code that every reader reads (ISO/IEC 18004 section 7.8).
extern "C" [[gnu::weak]] QRcode* QRcode_encodeMask(QRinput* input, int mask); // NOLINT: its name

namespace autodiscover {

namespace {

QRcode* encode(QRinput* input) {
    constexpr int checkerboard = 0;
    return QRcode_encodeMask != nullptr ? QRcode_encodeMask(input, checkerboard) : QRcode_encodeInput(input);
}

/// The lowest bit of each octet of libqrencode's picture says whether the module is dark.
std::string path_of(const QRcode& code) {
    const auto width = static_cast<unsigned>(code.width);
    Output path;
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
            if (first) {
                path.put("M").number(x + quiet_zone).put(" ").number(y + quiet_zone).put(".5h");
            } else {
                path.put("m").number(x - at).put(" 0h");
            }
            path.number(end - x);
            first = false;
            at = x = end;
        }
    }
    return path.take();
}

} // namespace

std::optional<QrCode> qr_code(std::string_view text) {
    if (text.empty() || text.size() > longest_qr_text) {
        return std::nullopt;
    }
    // Bytes as they are; the version is the smallest that holds them.
    const std::unique_ptr<QRinput, decltype(&QRinput_free)> input(QRinput_new2(0, QR_ECLEVEL_M),
                                                                  &QRinput_free);
    if (input == nullptr || QRinput_append(input.get(), QR_MODE_8, static_cast<int>(text.size()),
                                           reinterpret_cast<const unsigned char*>(text.data())) != 0) {
        throw std::bad_alloc();
    }
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(encode(input.get()), &QRcode_free);
    if (code == nullptr) {
        throw std::bad_alloc(); // the size was judged above
    }
    return QrCode{static_cast<unsigned>(code->width), path_of(*code)};
}

} // namespace autodiscover
