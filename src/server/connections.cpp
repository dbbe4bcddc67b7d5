// SPDX-License-Identifier: MIT
#include "autodiscover/server/connections.hpp"

#include <algorithm>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

namespace autodiscover {

namespace {

/// Edge-triggered: reported once when octets arrive, without a system call to arm it again after each
/// request (EPOLLONESHOT needs one), and not again for those that already lie there.
constexpr std::uint32_t events = EPOLLIN | EPOLLRDHUP | EPOLLET;

/// A request that is not whole by then makes room before an idle connection does, on which the web server may
/// just be about to ask.
constexpr auto slow_request = std::chrono::seconds(2);
/// How many busy connections are passed over to find an idle one.
constexpr int most_looked_at = 64;

/// Whether a request lies there that no worker has come to yet; to close over it would lose it.
bool has_input(int fd) noexcept {
    pollfd peer{fd, POLLIN, 0};
    return poll(&peer, 1, 0) == 1 && (peer.revents & POLLHUP) == 0;
}

/// How many descriptors the process may have.
std::size_t raised_limit() noexcept {
    constexpr rlim_t enough = 16384;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (const rlim_t wanted = std::min(enough, limit.rlim_max); limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &limit); // up to the hard limit nobody forbids it
    }
    return std::min(enough, limit.rlim_cur);
}

} // namespace

std::size_t Connections::most() noexcept {
    constexpr std::size_t reserve = 16;
    const std::size_t usable = raised_limit();
    return usable > 2 * reserve ? usable - reserve : usable;
}

Connections::Connections(int epoll_fd, std::size_t limit)
    : epoll_fd_(epoll_fd), limit_(limit), places_(raised_limit()), slots_(zeroed_slots(places_)) {}

/// Pages that nobody has touched cost nothing.
Connections::Slot* Connections::zeroed_slots(std::size_t count) {
    void* const memory = std::calloc(count, sizeof(Slot));
    return memory != nullptr ? static_cast<Slot*>(memory) : throw std::bad_alloc();
}

Connections::~Connections() {
    for (Queue& line : queues_) {
        while (line.first >= 0) {
            close_waiting(line.first);
        }
    }
}

bool Connections::is_full() const {
    const std::lock_guard lock(mutex_);
    return size_ >= limit_;
}

std::size_t Connections::size() const {
    const std::lock_guard lock(mutex_);
    return size_;
}

Connections::Token Connections::open(int fd) {
    if (static_cast<std::size_t>(fd) >= places_) {
        return 0;
    }
    const std::lock_guard lock(mutex_);
    Slot& entry = slot(fd);
    // A slot that is still in hand is a connection that libfcgi has closed and whose worker is about to say
    // so: that worker's token is of an older generation by then.
    const std::uint32_t generation = entry.generation + 1 == 0 ? 1 : entry.generation + 1;
    entry = Slot{};
    entry.generation = generation;
    entry.state = Slot::State::in_hand;
    ++size_;
    return Token{generation} << 32U | static_cast<std::uint32_t>(fd);
}

Connections::Slot* Connections::find(Token token) {
    const auto fd = static_cast<std::size_t>(token & 0xffffffffU);
    Slot* const entry = fd < places_ ? &slots_[fd] : nullptr;
    return entry != nullptr && entry->generation == token >> 32U ? entry : nullptr;
}

std::optional<Connections::Wait> Connections::claim(Token token) {
    const std::lock_guard lock(mutex_);
    Slot* const entry = find(token);
    if (entry == nullptr || entry->state == Slot::State::closed) {
        return std::nullopt;
    }
    if (entry->state == Slot::State::in_hand) {
        entry->has_news = true;
        return std::nullopt;
    }
    remove(descriptor(token));
    entry->state = Slot::State::in_hand;
    return entry->wait;
}

bool Connections::park(Token token, Wait wait) {
    const int fd = descriptor(token);
    epoll_event event{};
    event.events = events;
    event.data.u64 = token;
    const std::lock_guard lock(mutex_);
    Slot& entry = slot(fd);
    if (!entry.in_epoll || entry.has_news) {
        // Modifying looks at the descriptor again: what came meanwhile is reported at the end of the line,
        // so that a busy connection takes its turn with the others.
        if (epoll_ctl(epoll_fd_, entry.in_epoll ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
            return false;
        }
        entry.in_epoll = true;
        entry.has_news = false;
    }
    entry.state = Slot::State::waiting;
    append(fd, wait);
    return true;
}

void Connections::close(Token token, bool is_closed) {
    const std::lock_guard lock(mutex_);
    --size_;
    if (Slot* const entry = find(token)) {
        entry->state = Slot::State::closed;
    }
    if (!is_closed) {
        ::close(descriptor(token)); // under the lock: the number is free for accept() only after the slot is
    }
}

std::optional<std::chrono::milliseconds> Connections::expire(Clock::time_point now, const Limits& limits) {
    std::optional<std::chrono::milliseconds> next;
    const std::lock_guard lock(mutex_);
    for (const Wait wait : {Wait::next_request, Wait::rest_of_request, Wait::end_of_input}) {
        const auto limit = wait == Wait::next_request ? limits.next_request : limits.rest_of_request;
        int first = queue(wait).first;
        for (; first >= 0 && slot(first).since + limit <= now; first = queue(wait).first) {
            close_waiting(first);
        }
        if (first >= 0) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(slot(first).since + limit - now);
            next = next ? std::min(*next, left) : left;
        }
    }
    return next;
}

bool Connections::evict() {
    const std::lock_guard lock(mutex_);
    for (const int fd : {queue(Wait::end_of_input).first, first_dribbling(), first_idle(),
                         queue(Wait::rest_of_request).first}) {
        if (fd >= 0) {
            close_waiting(fd);
            return true;
        }
    }
    return false;
}

/// One whose request has been coming for long, however steadily.
int Connections::first_dribbling() {
    const int fd = queue(Wait::rest_of_request).first;
    return fd >= 0 && slot(fd).began + slow_request <= Clock::now() ? fd : -1;
}

int Connections::first_idle() {
    int fd = queue(Wait::next_request).first;
    for (int looked = 0; fd >= 0 && has_input(fd);) {
        fd = ++looked < most_looked_at ? slot(fd).next : -1;
    }
    return fd;
}

void Connections::append(int fd, Wait wait) {
    Slot& entry = slot(fd);
    Queue& line = queue(wait);
    entry.since = Clock::now();
    if (wait != Wait::rest_of_request || entry.wait != wait) {
        entry.began = entry.since;
    }
    entry.wait = wait;
    entry.next = -1;
    entry.previous = line.last;
    (line.last >= 0 ? slot(line.last).next : line.first) = fd;
    line.last = fd;
}

void Connections::remove(int fd) {
    const Slot& entry = slot(fd);
    Queue& line = queue(entry.wait);
    (entry.previous >= 0 ? slot(entry.previous).next : line.first) = entry.next;
    (entry.next >= 0 ? slot(entry.next).previous : line.last) = entry.previous;
}

void Connections::close_waiting(int fd) {
    remove(fd);
    slot(fd).state = Slot::State::closed;
    --size_;
    ::close(fd);
}

} // namespace autodiscover
