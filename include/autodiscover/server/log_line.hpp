// SPDX-License-Identifier: MIT
#pragma once
/// How a line of the log is written, as text or as JSON; Log says when and where to.
/// Thread safety: values.

#include "autodiscover/base/output.hpp"
#include "autodiscover/config/config.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits.h>
#include <span>
#include <string_view>

namespace autodiscover {

/// The time as RFC 3339 writes it, UTC, with milliseconds: "2026-07-01T12:34:56.789Z". Remembers the second
/// that it wrote last: most lines differ from the one before in the milliseconds alone, and a calendar costs
/// 600 instructions. A clock that jumps, in either direction, is only another second.
class TimeStamp {
  public:
    /// A view of this object, until the next call.
    std::string_view text(std::chrono::system_clock::time_point now) noexcept;

  private:
    void write_second() noexcept;

    static constexpr std::size_t size = 24;
    std::chrono::sys_seconds second_ = std::chrono::sys_seconds::min(); // nothing was written yet
    std::array<char, size> text_{};
};

/// What a request came to. Nothing that a client sent.
struct RequestEntry {
    std::string_view route; // a constant
    int status = 0;
    std::size_t bytes = 0;
    std::chrono::microseconds duration{0};
    std::string_view remark{}; // a constant; empty: none
};

/// One line under construction, without allocation. What does not fit is cut off, so that it is still one
/// line, and one JSON object: a write of at most PIPE_BUF octets into a pipe is never torn (POSIX write).
class LogLine {
  public:
    /// `time`: a TimeStamp's. In journal mode the line begins with a "<N>" priority, which the journal takes
    /// off (sd-daemon(3)), and a text line has no time, since the journal has its own.
    LogLine(LogFormat format, bool journal, Severity severity, std::string_view time) noexcept;

    /// Text: control characters are escaped. JSON: "message".
    LogLine& message(std::string_view text) noexcept;
    LogLine& request(const RequestEntry& entry) noexcept;
    /// The whole line, with its end; nothing may be added after.
    std::string_view end() noexcept;

  private:
    static constexpr std::size_t reserve = 3; // for `"}` and the end of the line
    std::array<char, PIPE_BUF> bytes_;        // not zeroed: a request line needs about a hundred bytes
    Output out_{std::span(bytes_.data(), bytes_.size() - reserve)};
    LogFormat format_;
    bool has_message_ = false;
};

} // namespace autodiscover
