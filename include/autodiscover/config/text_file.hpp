// SPDX-License-Identifier: MIT
#pragma once
/// Reads a file that an administrator named, which may be anything. Thread safety: pure functions but for
/// reading.

#include "autodiscover/base/result.hpp"
#include "autodiscover/config/diagnostic.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// The octets of a regular file of at most `most` octets. Never blocks: a FIFO or a device is refused
/// unread, and so are a longer file and one that changes while it is read. The error says why: "it is a
/// directory".
Result<std::string> read_file(const std::string& path, std::size_t most);

/// Warns when the last line has no end: a file that is written in place may be read half.
void warn_about_cut(const Source& source, std::string_view text);

/// Where `text` first holds what no text file may: a control character other than tab and line ends, or
/// invalid UTF-8. Nothing when it is clean.
struct TextFault {
    Place place;
    std::string message;
};
std::optional<TextFault> find_text_fault(std::string_view text);

} // namespace autodiscover
