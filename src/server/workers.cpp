// SPDX-License-Identifier: MIT
#include "autodiscover/server/workers.hpp"

#include "autodiscover/server/log.hpp"
#include "autodiscover/server/peer_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
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
/// A peer that has just connected is about to ask; one that has waited longer than this is idle.
constexpr auto drain_idles = 100ms;

int checked(int fd, const char* what) {
    if (fd < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return fd;
}

/// Whether the listener can be armed again at once: the peer is gone, or another process was faster.
/// Everything else would report the listener again and again.
bool is_peers_fault(int cause) noexcept {
    return cause == EAGAIN || cause == ECONNABORTED || cause == EINTR || cause == EPERM;
}

} // namespace

Workers::Workers(const ConfigStore& config, Log& log, std::span<const Listener> listeners, void (*finished)())
    : config_(config), log_(log), finished_(finished),
      epoll_fd_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      stop_fd_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      connections_(epoll_fd_, Connections::most()), status_(config, connections_) {
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
    status_.set_workers(count);
    for (unsigned i = 0; i < count; ++i) {
        Buffers& own = buffers_.emplace_back(status_.worker(i));
        if (Connections::most() > LowDescriptor::limit) {
            own.exchange.low_descriptor.reserve(stop_fd_); // now, before connections take the low numbers
        }
        threads_.emplace_back([this, &own] {
            run(own);
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
void Workers::run(Buffers& buffers) {
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

/// Answers what has come, closes the connections that are idle, and gives requests that have begun some time.
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
        if (had_work) {
            continue;
        }
        if (!connections_.expire(Clock::now(), {.next_request = drain_idles, .rest_of_request = 1h})) {
            return;
        }
        std::this_thread::sleep_for(5ms);
    }
}

void Workers::dispatch(std::uint64_t token, Buffers& buffers) {
    if (token < stop_token) {
        accept_from(static_cast<int>(token), buffers);
    } else if (const auto waited = connections_.claim(token)) {
        if (*waited == Connections::Wait::end_of_input) {
            discard(token, buffers);
        } else {
            serve(token, buffers);
        }
    }
}

void Workers::accept_from(int listener, Buffers& buffers) {
    if (connections_.is_full() && !connections_.evict()) {
        starve("the limit of open connections is reached");
        return;
    }
    const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int cause = errno;
    if (fd < 0 && is_stopping_) {
        return; // all that waited were taken
    }
    if (fd < 0 && !is_peers_fault(cause) && !connections_.evict()) {
        starve(std::strerror(cause));
        return;
    }
    if (!is_stopping_ || Clock::now() < stopped_at_.load() + drain_accepts) {
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
    limit_waits(fd, std::chrono::milliseconds(stall_ms_));
    serve(token, buffers);
}

/// The listener stays disarmed, so that nobody spins, until a worker's wait is over.
void Workers::starve(const char* why) {
    is_starving_ = true;
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now().time_since_epoch()).count();
    auto last = starving_logged_.load();
    if (now - last >= 10 && starving_logged_.compare_exchange_strong(last, now)) {
        log_.warning(std::string("new connections wait: ") + why);
    }
}

void Workers::resume() noexcept {
    for (const int listener : listeners_) {
        arm(listener);
    }
}

/// The caller has the connection, and has it no more after.
void Workers::serve(Connections::Token token, Buffers& buffers) {
    Exchange done;
    const auto start = Clock::now();
    Next next = Next::close;
    try {
        next = advance(Connections::descriptor(token), buffers, done);
    } catch (...) { // bad_alloc
        log_.error("not enough memory for a request");
    }
    const auto spent = Clock::now() - start;
    if (done.answered) {
        buffers.counters.count(done.route, done.status, spent);
    }
    release(token, next, buffers);
    if (done.answered) { // after the release: the next request may be on its way already
        log_.request(done.route, done.status, done.bytes,
                     std::chrono::duration_cast<std::chrono::microseconds>(spent), done.remark);
    }
}

void Workers::release(Connections::Token token, Next next, Buffers& buffers) {
    if (next == Next::wait_for_request && connections_.park(token, Connections::Wait::next_request)) {
        return;
    }
    if (next == Next::wait_for_rest && connections_.park(token, Connections::Wait::rest_of_request)) {
        return;
    }
    if (next == Next::wait_for_end) {
        send_no_more(Connections::descriptor(token));
        discard(token, buffers);
        return;
    }
    connections_.close(token, next == Next::is_closed);
}

/// A web server that is still sending a refused body when the connection closes would drop our answer and
/// make one of its own, so its input is taken until it has read the answer and closes.
void Workers::discard(Connections::Token token, Buffers& buffers) {
    const bool has_ended = !discard_input(Connections::descriptor(token), buffers.peek);
    if (has_ended || !connections_.park(token, Connections::Wait::end_of_input)) {
        connections_.close(token);
    }
}

Workers::Next Workers::advance(int fd, Buffers& buffers, Exchange& done) {
    const auto snapshot = config_.snapshot();
    switch (look_at(fd, buffers.peek)) {
    case Arrived::nothing:
        return Next::wait_for_request;
    case Arrived::part:
        return Next::wait_for_rest;
    case Arrived::end:
        return Next::close;
    case Arrived::request:
        break;
    }
    done = exchange(fd, buffers.exchange, snapshot->server.max_body, snapshot->directory.get(),
                    snapshot->server.status ? &status_ : nullptr);
    switch (done.connection) {
    case Connection::kept:
        return is_stopping_ ? Next::close : Next::wait_for_request;
    case Connection::is_closed:
        return Next::is_closed;
    case Connection::has_unread_input:
        return Next::wait_for_end;
    case Connection::to_close:
        break;
    }
    return Next::close;
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

} // namespace autodiscover
