// SPDX-License-Identifier: MIT
#include "autodiscover/server/log.hpp"

#include "autodiscover/server/log_line.hpp"

#include <cerrno>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace autodiscover {

namespace {

/// Begins a line with the time of now.
LogLine begin(LogFormat format, bool journal, Severity severity) noexcept {
    // One a thread: what all threads share would have to be locked for longer, or be torn.
    static thread_local constinit TimeStamp stamp;
    const bool is_timed = format == LogFormat::json || !journal;
    return {format, journal, severity, is_timed ? stamp.text(std::chrono::system_clock::now()) : ""};
}

/// A second open file description of the same pipe, with an O_NONBLOCK of its own: setting the flag on the
/// first would change it for every process that shares it. -1 where that is not possible.
int reopen_without_blocking(int fd) noexcept {
    char path[40] = "/proc/self/fd/";
    *std::to_chars(path + std::strlen(path), path + sizeof path, fd).ptr = '\0';
    return open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

} // namespace

Log::Log(int fd, bool journal) : fd_(fd), journal_(journal) {
    struct stat status {};
    if (fstat(fd, &status) != 0) {
        return;
    }
    is_socket_ = S_ISSOCK(status.st_mode);
    is_file_ = S_ISREG(status.st_mode);
    if (S_ISFIFO(status.st_mode)) {
        const int own = reopen_without_blocking(fd);
        owns_fd_ = own >= 0;
        fd_ = owns_fd_ ? own : fd;
    }
}

Log::~Log() {
    if (owns_fd_) {
        close(fd_);
    }
}

bool Log::is_journal(int fd, const char* journal_stream) noexcept {
    struct stat status {};
    if (journal_stream == nullptr || fstat(fd, &status) != 0) {
        return false;
    }
    char* colon = nullptr;
    const auto device = std::strtoull(journal_stream, &colon, 10);
    return *colon == ':' && device == status.st_dev && std::strtoull(colon + 1, nullptr, 10) == status.st_ino;
}

void Log::configure(const LogSettings& settings) noexcept {
    level_ = settings.level;
    requests_ = settings.requests;
    format_ = settings.format;
}

void Log::write(Severity severity, std::string_view text) noexcept {
    if (enabled(severity)) {
        emit(begin(format_, journal_, severity).message(text).end());
    }
}

void Log::request(std::string_view route, int status, std::size_t bytes, std::chrono::microseconds duration,
                  std::string_view remark) noexcept {
    const Severity severity = status >= 500    ? Severity::error
                              : remark.empty() ? Severity::info
                                               : Severity::warning;
    if (!enabled(severity) || (severity == Severity::info && !requests_.load(std::memory_order_relaxed))) {
        return;
    }
    emit(begin(format_, journal_, severity).request({route, status, bytes, duration, remark}).end());
}

void Log::emit(std::string_view line) noexcept {
    const std::lock_guard lock(mutex_);
    if (lost_ > 0) {
        char text[48] = {};
        std::snprintf(text, sizeof text, "%" PRIu64 " log lines were lost", lost_);
        if (!send(begin(format_, journal_, Severity::warning).message(text).end())) {
            ++lost_;
            return;
        }
        lost_ = 0;
    }
    lost_ += send(line) ? 0U : 1U;
}

/// False when the line did not get through.
bool Log::send(std::string_view line) const noexcept {
    if (is_socket_) {
        return ::send(fd_, line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
    }
    // A stopped terminal, or a pipe that could not be opened a second time.
    pollfd room{fd_, POLLOUT, 0};
    if (!is_file_ && (poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0)) {
        return false;
    }
    return ::write(fd_, line.data(), line.size()) >= 0;
}

} // namespace autodiscover
