// SPDX-License-Identifier: MIT
#include "autodiscover/server/workers.hpp"

#include "autodiscover/server/log.hpp"
#include "autodiscover/server/record_scan.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>

namespace autodiscover {

namespace {

using namespace std::chrono_literals;
using Clock = Connections::Clock;

/// The token of the descriptor that says stop; a listener's token is its number.
constexpr std::uint64_t stop_token = 0xffffffff;
constexpr auto starving_pause = 100ms;
/// How long a stopping responder accepts those who wait, and waits for the rest of requests that have begun.
constexpr auto drain_accepts = 1s;
constexpr auto drain_waits = 3s;

int checked(int fd, const char* what) {
    if (fd < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return fd;
}

/// What epoll, the log and a reload need are not for connections.
std::size_t connection_limit() {
    constexpr std::size_t reserve = 16;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t most = Connections::highest_descriptor + 1;
    const std::size_t usable = std::min<std::size_t>(limit.rlim_cur, most);
    return usable > 2 * reserve ? usable - reserve : usable;
}

enum class Look { nothing, part, request, gone };

/// What has arrived, without taking it.
Look look_at(int fd, std::vector<char>& buffer, std::size_t max_body) {
    buffer.resize(params_limit + max_body + 4096);
    const ssize_t size = recv(fd, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
    if (size <= 0) {
        return size < 0 && errno == EAGAIN ? Look::nothing : Look::gone;
    }
    const auto received = static_cast<std::size_t>(size);
    switch (scan_request({buffer.data(), received}, max_body)) {
    case Scan::ready:
        return Look::request;
    case Scan::refused:
        return Look::gone;
    case Scan::incomplete:
        break;
    }
    return received == buffer.size() ? Look::request : Look::part;
}

/// Takes what a refused peer has sent already: closing over unread octets would turn our answer into a reset.
void discard_input(int fd, std::vector<char>& buffer) {
    shutdown(fd, SHUT_WR);
    for (int reads = 0; reads < 16; ++reads) {
        if (recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT) <= 0) {
            return;
        }
    }
}

} // namespace

Workers::Workers(const ConfigStore& config, Log& log, std::span<const Listener> listeners, void (*finished)())
    : config_(config), log_(log), finished_(finished),
      epoll_fd_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      stop_fd_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      connections_(epoll_fd_, connection_limit()) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = stop_token;
    checked(epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, stop_fd_, &event), "epoll_ctl");
    for (const Listener& listener : listeners) {
        listeners_.push_back(listener.fd());
        arm(listener.fd());
    }
}

Workers::~Workers() {
    stop();
    join();
    close(stop_fd_);
    close(epoll_fd_);
}

void Workers::start(unsigned count) {
    running_ = count;
    for (unsigned i = 0; i < count; ++i) {
        threads_.emplace_back([this] {
            run();
            if (--running_ == 0) {
                finished_();
            }
        });
    }
}

void Workers::configure(const ServerSettings& settings) noexcept {
    idle_ms_ = std::chrono::milliseconds(settings.idle_timeout).count();
    stall_ms_ = std::chrono::milliseconds(settings.stall_timeout).count();
}

void Workers::stop() noexcept {
    stopped_at_ = Clock::now();
    is_stopping_ = true;
    const std::uint64_t one = 1;
    (void)!write(stop_fd_, &one, sizeof one);
}

void Workers::join() {
    for (std::thread& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

/// One event at a time: more in one hand would wait while other hands are free.
void Workers::run() {
    Buffers buffers;
    while (!is_stopping_) {
        epoll_event event{};
        const int found = epoll_wait(epoll_fd_, &event, 1, time_left());
        if (is_starving_.exchange(false)) {
            resume();
        }
        if (found == 1 && event.data.u64 != stop_token) {
            dispatch(event.data.u64, buffers);
        }
    }
    drain(buffers);
}

void Workers::drain(Buffers& buffers) {
    for (const auto end = Clock::now() + drain_waits; Clock::now() < end;) {
        epoll_event events[2] = {}; // the stop descriptor stays readable
        const int found = epoll_wait(epoll_fd_, events, 2, 0);
        bool had_work = false;
        for (int i = 0; i < found; ++i) {
            if (events[i].data.u64 != stop_token) {
                dispatch(events[i].data.u64, buffers);
                had_work = true;
            }
        }
        if (!had_work && !connections_.has_begun()) {
            return;
        }
        if (!had_work) {
            std::this_thread::sleep_for(5ms);
        }
    }
}

void Workers::dispatch(std::uint64_t token, Buffers& buffers) {
    if (token < stop_token) {
        accept_from(static_cast<int>(token), buffers);
    } else if (connections_.claim(token)) {
        serve(token, buffers);
    }
}

void Workers::accept_from(int listener, Buffers& buffers) {
    if (connections_.is_full() && !connections_.evict()) {
        starve();
        return;
    }
    const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int cause = errno;
    if (fd < 0 && (cause == EMFILE || cause == ENFILE || cause == ENOBUFS || cause == ENOMEM) &&
        !connections_.evict()) {
        starve();
        return;
    }
    if (!is_stopping_ || (fd >= 0 && Clock::now() < stopped_at_.load() + drain_accepts)) {
        arm(listener);
    }
    if (fd < 0) {
        return;
    }
    const Connections::Token token = connections_.open(fd);
    if (token == 0) {
        close(fd);
        return;
    }
    set_timeouts(fd);
    serve(token, buffers);
}

/// The listener stays disarmed, so that nobody spins, until a worker's wait is over.
void Workers::starve() {
    is_starving_ = true;
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
    auto last = starving_logged_.load();
    if (now - last >= 10 && starving_logged_.compare_exchange_strong(last, now)) {
        log_.warning("no descriptor or memory for another connection; new ones wait");
    }
}

void Workers::resume() {
    for (const int listener : listeners_) {
        arm(listener);
    }
}

/// The caller has the connection, and has it no more after.
void Workers::serve(Connections::Token token, Buffers& buffers) {
    const auto snapshot = config_.snapshot();
    const int fd = Connections::descriptor(token);
    auto wait = Connections::Wait::next_request;
    switch (look_at(fd, buffers.peek, snapshot->server.max_body)) {
    case Look::nothing:
        break;
    case Look::part:
        wait = Connections::Wait::rest_of_request;
        break;
    case Look::request:
        if (!answer(token, buffers, *snapshot)) {
            return;
        }
        break;
    case Look::gone:
        connections_.close(token);
        return;
    }
    const bool is_wanted = !is_stopping_ || wait == Connections::Wait::rest_of_request;
    if (!is_wanted || !connections_.park(token, wait)) {
        connections_.close(token);
    }
}

/// False when the connection is closed.
bool Workers::answer(Connections::Token token, Buffers& buffers, const Snapshot& snapshot) {
    const int fd = Connections::descriptor(token);
    const auto start = Clock::now();
    Exchange result;
    try {
        result = exchange(fd, buffers.exchange, snapshot.server.max_body, *snapshot.directory);
    } catch (...) { // bad_alloc
        log_.error("not enough memory to answer a request");
    }
    if (result.answered) {
        const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
        log_.request(result.route, result.status, result.bytes, spent);
    }
    switch (result.connection) {
    case Connection::kept:
        return true;
    case Connection::to_close:
        discard_input(fd, buffers.peek);
        connections_.close(token);
        return false;
    case Connection::is_closed:
        break;
    }
    connections_.close(token, true);
    return false;
}

/// Reports the listener once, to one worker, who arms it again: EPOLLONESHOT, since a level-triggered one
/// would wake a second worker for every peer.
void Workers::arm(int listener) noexcept {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLONESHOT;
    event.data.u64 = static_cast<std::uint64_t>(listener);
    if (epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, listener, &event) != 0 && errno == ENOENT) {
        epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, listener, &event); // new, or a new socket behind the number
    }
}

/// Closes what waited too long. Milliseconds until there will be something to do, -1: nothing.
int Workers::time_left() {
    const Connections::Limits limits{std::chrono::milliseconds(idle_ms_),
                                     std::chrono::milliseconds(stall_ms_)};
    auto left = connections_.expire(Clock::now(), limits);
    if (is_starving_) {
        left = std::min(left.value_or(starving_pause), std::chrono::milliseconds(starving_pause));
    }
    return left ? static_cast<int>(std::min<std::int64_t>(left->count(), 3600000)) : -1;
}

/// A second line of defence: libfcgi is only called when a whole request is there, but it writes.
void Workers::set_timeouts(int fd) const noexcept {
    const std::int64_t ms = stall_ms_;
    timeval limit{};
    limit.tv_sec = ms / 1000;
    limit.tv_usec = ms % 1000 * 1000;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

} // namespace autodiscover
