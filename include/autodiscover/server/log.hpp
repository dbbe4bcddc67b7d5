// SPDX-License-Identifier: MIT
#pragma once
/// The log: one line an event to standard error, which systemd, a supervisor or a web server collects; text,
/// or JSON by configuration (log_line.hpp).
/// Never blocks and never fails: a line that cannot be written now is dropped and counted.
/// Thread safety: all members may be called by any thread.

#include "autodiscover/config/config.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace autodiscover {

class Log {
  public:
    /// Writes to `fd`, which the caller keeps open. In journal mode lines begin with a "<N>" priority
    /// (sd-daemon(3)), and text has no time, which is in UTC elsewhere. Text until configure() says JSON.
    Log(int fd, bool journal);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    /// Standard error; journal mode when $JOURNAL_STREAM says that it leads there (systemd.exec(5)).
    static bool is_journal(int fd, const char* journal_stream) noexcept;

    void configure(const LogSettings& settings) noexcept;

    /// "severity: text", or "message" of JSON; control characters are escaped, so that an event is one line
    /// whatever a file name holds.
    void write(Severity severity, std::string_view text) noexcept;
    void error(std::string_view text) noexcept { write(Severity::error, text); }
    void warning(std::string_view text) noexcept { write(Severity::warning, text); }
    void notice(std::string_view text) noexcept { write(Severity::notice, text); }
    void info(std::string_view text) noexcept { write(Severity::info, text); }

    /// "route status N bytes N us, remark", or a member each. Nothing that a client sent: no address, no
    /// host, no path. A line with a remark is a warning, and written even where those of requests are
    /// switched off.
    void request(std::string_view route, int status, std::size_t bytes, std::chrono::microseconds duration,
                 std::string_view remark = {}) noexcept;

  private:
    [[nodiscard]] bool enabled(Severity severity) const noexcept {
        return severity >= level_.load(std::memory_order_relaxed);
    }
    void emit(std::string_view line) noexcept;
    [[nodiscard]] bool send(std::string_view line) const noexcept;

    int fd_;
    bool journal_;
    bool is_socket_ = false;
    bool is_file_ = false; // takes a line at any time
    bool owns_fd_ = false;
    std::atomic<Severity> level_{Severity::info};
    std::atomic<bool> requests_{true};
    std::atomic<LogFormat> format_{LogFormat::text};
    std::mutex mutex_; // two threads that both saw room in a pipe could together fill it and block
    std::uint64_t lost_ = 0;
};

} // namespace autodiscover
