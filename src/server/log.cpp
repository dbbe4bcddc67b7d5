// SPDX-License-Identifier: MIT
#include "autodiscover/server/log.hpp"

#include "autodiscover/base/text.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace autodiscover {

namespace {

struct Word {
    std::string_view name;
    std::string_view priority; // syslog(3) levels, as sd-daemon(3) writes them
};

constexpr Word word_of(Severity severity) noexcept {
    switch (severity) {
    case Severity::debug:
        return {"debug: ", "<7>"};
    case Severity::info:
        return {"info: ", "<6>"};
    case Severity::notice:
        return {"notice: ", "<5>"};
    case Severity::warning:
        return {"warning: ", "<4>"};
    case Severity::error:
        break;
    }
    return {"error: ", "<3>"};
}

/// A line under construction, without allocation. What does not fit is cut off: a write of at most PIPE_BUF
/// octets into a pipe is never torn (POSIX write).
class Line {
  public:
    Line& text(std::string_view text) noexcept {
        const std::size_t size = std::min(text.size(), room());
        std::memcpy(bytes_.data() + size_, text.data(), size);
        size_ += size;
        return *this;
    }
    template <std::integral T>
    Line& number(T value) noexcept {
        char digits[24];
        const char* const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        return text({digits, static_cast<std::size_t>(end - digits)});
    }
    Line& padded(unsigned value, unsigned width) noexcept {
        char digits[8] = {'0', '0', '0', '0', '0', '0', '0', '0'};
        for (unsigned i = width; i > 0; value /= 10) {
            digits[--i] = static_cast<char>('0' + value % 10);
        }
        return text({digits, width});
    }
    Line& escaped(std::string_view raw) noexcept {
        constexpr std::string_view hex = "0123456789abcdef";
        for (const char c : raw) {
            if (!is_control(c)) {
                text({&c, 1});
            } else if (c == '\n') {
                text("\\n");
            } else {
                const auto octet = static_cast<unsigned char>(c);
                text("\\x").text(hex.substr(octet >> 4U, 1)).text(hex.substr(octet & 15U, 1));
            }
        }
        return *this;
    }
    std::string_view end() noexcept {
        bytes_[size_++] = '\n';
        return {bytes_.data(), size_};
    }

  private:
    [[nodiscard]] std::size_t room() const noexcept { return bytes_.size() - 1 - size_; }

    std::array<char, PIPE_BUF> bytes_; // not zeroed: a request line needs some fifty octets
    std::size_t size_ = 0;
};

/// RFC 3339, UTC, milliseconds. Not gmtime_r: glibc's takes a lock that all threads share.
void append_time(Line& line) noexcept {
    using namespace std::chrono;
    const auto now = floor<milliseconds>(system_clock::now());
    const auto day = floor<days>(now);
    const year_month_day date{day};
    const hh_mm_ss<milliseconds> time{now - day};
    line.padded(static_cast<unsigned>(static_cast<int>(date.year())), 4).text("-");
    line.padded(static_cast<unsigned>(date.month()), 2).text("-");
    line.padded(static_cast<unsigned>(date.day()), 2).text("T");
    line.padded(static_cast<unsigned>(time.hours().count()), 2).text(":");
    line.padded(static_cast<unsigned>(time.minutes().count()), 2).text(":");
    line.padded(static_cast<unsigned>(time.seconds().count()), 2).text(".");
    line.padded(static_cast<unsigned>(time.subseconds().count()), 3).text("Z ");
}

Line begin(Severity severity, bool journal) noexcept {
    Line line;
    const Word word = word_of(severity);
    if (journal) {
        line.text(word.priority);
    } else {
        append_time(line);
    }
    line.text(word.name);
    return line;
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
}

void Log::write(Severity severity, std::string_view text) noexcept {
    if (enabled(severity)) {
        emit(begin(severity, journal_).escaped(text).end());
    }
}

void Log::request(std::string_view route, int status, std::size_t bytes,
                  std::chrono::microseconds duration) noexcept {
    const Severity severity = status >= 500 ? Severity::error : Severity::info;
    if (!enabled(severity) || (severity == Severity::info && !requests_.load(std::memory_order_relaxed))) {
        return;
    }
    Line line = begin(severity, journal_);
    line.text(route).text(" ").number(status).text(" ").number(bytes).text(" bytes ");
    emit(line.number(duration.count()).text(" us").end());
}

void Log::emit(std::string_view line) noexcept {
    const std::lock_guard lock(mutex_);
    if (lost_ > 0) {
        Line notice = begin(Severity::warning, journal_);
        if (!send(notice.number(lost_).text(" log lines were lost").end())) {
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
