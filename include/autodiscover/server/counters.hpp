// SPDX-License-Identifier: MIT
#pragma once
/// Counts what one worker answers. Counting is nearly free: every worker has numbers of its own, on cache
/// lines of its own, and they are summed when somebody asks.
/// Thread safety: count() by one thread; add_to() by any, which may see a request in one number and not yet
/// in another.

#include "autodiscover/protocols/protocol.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace autodiscover {

/// The route of /status itself, which no protocol has.
constexpr std::string_view status_route = "status";

/// The rows and columns of the numbers. All are ours: no name comes from a client.
struct CounterTable {
    enum Row : std::size_t {
        no_route, // "-"
#define PROTOCOL(name) name##_row,
#include "autodiscover/protocols/protocols.def"
#undef PROTOCOL
        status_row,
        routes // how many
    };
    static constexpr std::size_t protocols = status_row - 1;
    /// Every status that http/message has a phrase for; behind them one column for all others.
    static constexpr auto statuses =
        std::to_array<int>({200, 204, 301, 302, 304, 308, 400, 404, 405, 413, 500, 503});
    static constexpr std::size_t columns = statuses.size() + 1;

    struct Bound {
        std::chrono::nanoseconds most;
        std::string_view seconds;
    };
    /// Upper bounds of the buckets of durations; behind them one bucket for all that took longer.
    static constexpr auto bounds = std::to_array<Bound>({
        {std::chrono::microseconds(10), "0.00001"},
        {std::chrono::microseconds(25), "0.000025"},
        {std::chrono::microseconds(50), "0.00005"},
        {std::chrono::microseconds(100), "0.0001"},
        {std::chrono::microseconds(250), "0.00025"},
        {std::chrono::microseconds(500), "0.0005"},
        {std::chrono::milliseconds(1), "0.001"},
        {std::chrono::microseconds(2500), "0.0025"},
        {std::chrono::milliseconds(5), "0.005"},
        {std::chrono::milliseconds(10), "0.01"},
        {std::chrono::milliseconds(25), "0.025"},
        {std::chrono::milliseconds(50), "0.05"},
        {std::chrono::milliseconds(100), "0.1"},
    });

    static std::string_view route_name(std::size_t row) noexcept;
};

/// Sums of the numbers of all workers.
struct Totals {
    std::array<std::array<std::uint64_t, CounterTable::columns>, CounterTable::routes> requests{};
    std::array<std::uint64_t, CounterTable::bounds.size() + 1> durations{}; // each alone, not cumulated
    std::uint64_t nanoseconds = 0;                                          // of all durations; 584 years fit
};

class alignas(64) Counters {
  public:
    /// `route`: the name in Answer, as respond() gives it.
    void count(std::string_view route, int status, std::chrono::nanoseconds spent) noexcept;
    void add_to(Totals& totals) const noexcept;

  private:
    using Number = std::atomic<std::uint64_t>;

    std::array<std::array<Number, CounterTable::columns>, CounterTable::routes> requests_{};
    std::array<Number, CounterTable::bounds.size() + 1> durations_{};
    Number nanoseconds_{0};
};

} // namespace autodiscover
