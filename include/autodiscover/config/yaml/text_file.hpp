// SPDX-License-Identifier: MIT
#pragma once
/// Reads a file that an administrator named, which may be anything. Thread safety: pure functions but for
/// reading.

#include "autodiscover/base/result.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// A regular file, as it was while it was read.
struct TextFile {
    std::string text;
    std::string real_path; // without symbolic links; "": unknown
    unsigned mode = 0;     // of stat(2)
};
/// A regular file of at most `most` bytes. Never blocks: a FIFO or a device is refused unread, and so are a
/// longer file and one that changes while it is read. The error says why: "it is a directory".
Result<TextFile> read_text_file(const std::string& path, std::size_t most);
/// Only its text.
Result<std::string> read_file(const std::string& path, std::size_t most);

/// Where `text` ends in the middle of a line, as it does in a file that is written in place or was copied in
/// part. Nothing for a whole line, and for a text in one pair of braces, as JSON is.
std::optional<SourceLocation> find_cut(std::string_view text);
constexpr std::string_view cut_message =
    "line has no line end: the file may have been cut; end it with a newline";

/// Where `text` first holds what no text file may: a control character other than tab and line ends, or
/// invalid UTF-8. Nothing when it is clean.
struct TextFault {
    SourceLocation location;
    std::string message;
};
std::optional<TextFault> find_text_fault(std::string_view text);
/// Where `text` first holds a NUL byte: other encodings do, and files that were not written to their end.
std::optional<TextFault> find_nul(std::string_view text);

} // namespace autodiscover
