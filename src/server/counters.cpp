// SPDX-License-Identifier: MIT
#include "autodiscover/server/counters.hpp"

namespace autodiscover {

namespace {

constexpr std::size_t highest_status = 599;

/// From a status to its column.
constexpr auto columns = [] {
    std::array<std::uint8_t, highest_status + 1> table{};
    table.fill(CounterTable::statuses.size());
    for (std::size_t i = 0; i < CounterTable::statuses.size(); ++i) {
        table[static_cast<std::size_t>(CounterTable::statuses[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

std::size_t column_of(int status) noexcept {
    const auto index = static_cast<std::size_t>(status); // a negative one is large then
    return index <= highest_status ? columns[index] : CounterTable::statuses.size();
}

/// By address, which is a comparison a protocol: respond() hands out the protocol's own name, not a copy.
std::size_t row_of(std::string_view route) noexcept {
    std::size_t row = CounterTable::no_route + 1;
    for (const Protocol* const protocol : all_protocols()) {
        if (protocol->name.data() == route.data()) {
            return row;
        }
        ++row;
    }
    return route == status_route ? CounterTable::status_row : CounterTable::no_route;
}

std::size_t bucket_of(std::chrono::nanoseconds spent) noexcept {
    std::size_t bucket = 0;
    while (bucket < CounterTable::bounds.size() && spent > CounterTable::bounds[bucket].most) {
        ++bucket;
    }
    return bucket;
}

/// There is one writer, so that this needs no locked instruction.
void add(std::atomic<std::uint64_t>& number, std::uint64_t more) noexcept {
    number.store(number.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

} // namespace

std::string_view CounterTable::route_name(std::size_t row) noexcept {
    if (row == no_route) {
        return "-";
    }
    return row <= protocols ? all_protocols()[row - 1]->name : status_route;
}

void Counters::count(std::string_view route, int status, std::chrono::nanoseconds spent) noexcept {
    add(requests_[row_of(route)][column_of(status)], 1);
    add(durations_[bucket_of(spent)], 1);
    add(nanoseconds_, static_cast<std::uint64_t>(spent.count()));
}

void Counters::add_to(Totals& totals) const noexcept {
    for (std::size_t row = 0; row < requests_.size(); ++row) {
        for (std::size_t column = 0; column < CounterTable::columns; ++column) {
            totals.requests[row][column] += requests_[row][column].load(std::memory_order_relaxed);
        }
    }
    for (std::size_t bucket = 0; bucket < durations_.size(); ++bucket) {
        totals.durations[bucket] += durations_[bucket].load(std::memory_order_relaxed);
    }
    totals.nanoseconds += nanoseconds_.load(std::memory_order_relaxed);
}

} // namespace autodiscover
