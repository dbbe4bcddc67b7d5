// SPDX-License-Identifier: MIT
#pragma once
/// The threads that answer. All wait in one epoll set, for new peers and for requests on the connections
/// that wait (Connections), so that no connection holds a thread between two requests.
/// Thread safety: one thread owns a Workers and calls its members.

#include "autodiscover/server/config_store.hpp"
#include "autodiscover/server/connections.hpp"
#include "autodiscover/server/fastcgi.hpp"
#include "autodiscover/server/listener.hpp"
#include "autodiscover/server/status_page.hpp"

#include <atomic>
#include <deque>
#include <span>
#include <thread>
#include <vector>

namespace autodiscover {

class Log;

class Workers {
  public:
    /// `finished` is called by the last worker when it ends. Throws std::system_error.
    Workers(const ConfigStore& config, Log& log, std::span<const Listener> listeners, void (*finished)());
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();

    /// Starts `count` threads; they inherit the caller's signal mask, which must block all that could
    /// interrupt libfcgi: it takes EINTR for the end of a connection. Throws std::system_error.
    void start(unsigned count);
    /// Settings that hold from the next connection on.
    void configure(const ServerSettings& settings) noexcept;
    /// A listener has a new socket behind its descriptor number.
    void renew(const Listener& listener) noexcept { arm(listener.fd()); }
    /// Takes no new peers but those that wait already, finishes the requests in flight, then ends the
    /// threads.
    void stop() noexcept;
    [[nodiscard]] bool has_finished() const noexcept { return running_ == 0; }
    /// Waits for the threads. Precondition: has_finished(), or it may take long.
    void join();

  private:
    struct Buffers {
        explicit Buffers(Counters& own) : counters(own) {}
        Counters& counters;
        std::vector<char> peek;
        ExchangeBuffers exchange;
    };

    /// What becomes of a connection.
    enum class Next { wait_for_request, wait_for_rest, wait_for_end, close, is_closed };

    void run(Buffers& buffers);
    void drain(Buffers& buffers);
    void dispatch(std::uint64_t token, Buffers& buffers);
    void accept_from(int listener, Buffers& buffers);
    void starve(const char* why);
    void serve(Connections::Token token, Buffers& buffers);
    Next advance(int fd, Buffers& buffers, Exchange& done);
    void release(Connections::Token token, Next next, Buffers& buffers);
    void discard(Connections::Token token, Buffers& buffers);
    void arm(int listener) noexcept;
    int time_left();
    void resume() noexcept;

    const ConfigStore& config_;
    Log& log_;
    std::vector<int> listeners_;
    void (*finished_)();
    int epoll_fd_;
    int stop_fd_;
    Connections connections_;
    StatusPage status_;
    std::atomic<std::int64_t> idle_ms_{60000};
    std::atomic<std::int64_t> stall_ms_{5000};
    std::atomic<unsigned> running_{0};
    std::atomic<bool> is_stopping_{false};
    std::atomic<Connections::Clock::time_point> stopped_at_{};
    std::atomic<bool> is_starving_{false}; // no descriptor for a new peer: some listener is not armed
    std::atomic<std::int64_t> starving_logged_{0};
    std::deque<Buffers> buffers_; // one a thread
    std::vector<std::thread> threads_;
};

} // namespace autodiscover
