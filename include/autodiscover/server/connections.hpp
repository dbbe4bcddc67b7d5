// SPDX-License-Identifier: MIT
#pragma once
/// The open connections, and who has them: a worker, or epoll while they wait. Waiting costs a table entry
/// and no worker, so a web server may keep any number of connections.
/// Thread safety: all members may be called by any thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>

namespace autodiscover {

class Connections {
  public:
    using Clock = std::chrono::steady_clock;
    /// Names one use of a descriptor number: an event for a connection that was closed meanwhile must not
    /// reach the next one that got the same number. It is what epoll carries; never below 2^32.
    using Token = std::uint64_t;
    static int descriptor(Token token) noexcept { return static_cast<int>(token & 0xffffffffU); }

    /// What a waiting connection waits for.
    enum class Wait : std::uint8_t { next_request, rest_of_request, end_of_input };
    struct Limits {
        std::chrono::milliseconds next_request;    // idle_timeout
        std::chrono::milliseconds rest_of_request; // stall_timeout, for the end of input as well
    };

    /// As many as the process may have, less what epoll, the log and a reload need. The soft limit, 1024 for
    /// the sake of those who use select(), is raised towards the hard one.
    static std::size_t most() noexcept;

    /// `limit`: how many may be open at once.
    Connections(int epoll_fd, std::size_t limit);
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;
    ~Connections();

    [[nodiscard]] bool is_full() const;
    [[nodiscard]] std::size_t size() const;

    /// Enters an accepted connection, which the caller then has. 0: its number is beyond the limit of the
    /// start.
    Token open(int fd);
    /// Takes a waiting connection because epoll reported it, and tells what it waited for. Nothing: somebody
    /// else has it, who will be told by park() that there was news, or it is gone.
    std::optional<Wait> claim(Token token);
    /// Gives a connection that the caller has to epoll. False: epoll would not have it; the caller still has
    /// it.
    bool park(Token token, Wait wait);
    /// The caller's connection is closed, by this call unless `is_closed`.
    void close(Token token, bool is_closed = false);

    /// Closes what waited too long; the time until the next one will have, nothing when none waits.
    std::optional<std::chrono::milliseconds> expire(Clock::time_point now, const Limits& limits);
    /// Closes one that waits, to make room: a slow request, or else the one that was idle longest. False:
    /// none waits.
    bool evict();

  private:
    struct Slot {
        enum class State : std::uint8_t { closed, in_hand, waiting } state = State::closed;
        Wait wait = Wait::next_request;
        bool in_epoll = false;
        bool has_news = false; // epoll reported it while it was in hand
        std::uint32_t generation = 0;
        int previous = -1;
        int next = -1;
        Clock::time_point since; // waits
        Clock::time_point began; // to wait for the rest of its request
    };
    struct Free {
        void operator()(Slot* slots) const noexcept { std::free(slots); }
    };
    /// Waiting connections in the order in which they began to wait.
    struct Queue {
        int first = -1;
        int last = -1;
    };

    static Slot* zeroed_slots(std::size_t count);
    Slot& slot(int fd) { return slots_[static_cast<std::size_t>(fd)]; }
    Slot* find(Token token);
    Queue& queue(Wait wait) { return queues_[static_cast<std::size_t>(wait)]; }
    int first_dribbling();
    int first_idle();
    void append(int fd, Wait wait);
    void remove(int fd);
    void close_waiting(int fd);

    int epoll_fd_;
    std::size_t limit_;
    std::size_t size_ = 0;
    std::size_t places_;
    std::unique_ptr<Slot[], Free> slots_; // by descriptor number
    Queue queues_[3];                     // by Wait
    mutable std::mutex mutex_;
};

} // namespace autodiscover
