// SPDX-License-Identifier: MIT
#include "autodiscover/server/counters.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>
#include <set>
#include <string>
#include <thread>

using namespace autodiscover;
using namespace std::chrono_literals;

namespace {

Totals totals_of(const Counters& counters) {
    Totals totals;
    counters.add_to(totals);
    return totals;
}

std::uint64_t all_requests(const Totals& totals) {
    std::uint64_t sum = 0;
    for (const auto& row : totals.requests) {
        sum = std::accumulate(row.begin(), row.end(), sum);
    }
    return sum;
}

} // namespace

BOOST_AUTO_TEST_SUITE(counters)

BOOST_AUTO_TEST_CASE(a_row_for_every_protocol_and_two_more) {
    BOOST_TEST(CounterTable::protocols == all_protocols().size());
    std::set<std::string_view> names;
    for (std::size_t row = 0; row < CounterTable::routes; ++row) {
        names.insert(CounterTable::route_name(row));
    }
    BOOST_TEST(names.size() == CounterTable::routes, "two rows have one name");
    BOOST_TEST(names.count("-") == 1U);
    BOOST_TEST(names.count("status") == 1U);
}

BOOST_AUTO_TEST_CASE(a_column_for_every_status_that_has_a_phrase) {
    for (int status = 100; status < 600; ++status) {
        const bool has_column =
            std::count(CounterTable::statuses.begin(), CounterTable::statuses.end(), status) == 1;
        BOOST_TEST(has_column == (reason_phrase(status) != "Unknown"), status);
    }
}

BOOST_AUTO_TEST_CASE(each_request_counts_once_in_its_own_place) {
    for (std::size_t row = 0; row < CounterTable::routes; ++row) {
        for (const int status : CounterTable::statuses) {
            Counters counters;
            counters.count(CounterTable::route_name(row), status, 1us);
            const Totals totals = totals_of(counters);
            const auto column = static_cast<std::size_t>(
                std::find(CounterTable::statuses.begin(), CounterTable::statuses.end(), status) -
                CounterTable::statuses.begin());
            BOOST_TEST(totals.requests[row][column] == 1U);
            BOOST_TEST(all_requests(totals) == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_unknown_has_a_place_too) {
    Counters counters;
    for (const int status : {-1, 0, 99, 418, 599, 600, 1 << 30}) {
        counters.count("no such route", status, 1us);
    }
    BOOST_TEST(totals_of(counters).requests[0][CounterTable::statuses.size()] == 7U);
}

BOOST_AUTO_TEST_CASE(a_bound_belongs_to_its_bucket) {
    for (std::size_t i = 0; i < CounterTable::bounds.size(); ++i) {
        const auto& bound = CounterTable::bounds[i];
        BOOST_TEST(std::stod(std::string(bound.seconds)) == static_cast<double>(bound.most.count()) / 1e9);
        Counters counters;
        counters.count("-", 404, bound.most);
        counters.count("-", 404, bound.most + 1ns);
        const Totals totals = totals_of(counters);
        BOOST_TEST(totals.durations[i] == 1U);
        BOOST_TEST(totals.durations[i + 1] == 1U);
        BOOST_TEST(totals.nanoseconds == static_cast<std::uint64_t>(2 * bound.most.count() + 1));
    }
    Counters counters;
    counters.count("-", 404, 0ns);
    counters.count("-", 404, 24h);
    BOOST_TEST(totals_of(counters).durations.front() == 1U);
    BOOST_TEST(totals_of(counters).durations.back() == 1U);
}

BOOST_AUTO_TEST_CASE(whoever_asks_meanwhile_sees_numbers_that_only_grow) {
    constexpr std::uint64_t count = 100'000;
    Counters counters;
    const std::string_view route = CounterTable::route_name(1);
    std::thread writer([&] {
        for (std::uint64_t i = 0; i < count; ++i) {
            counters.count(route, 200, 3ns);
        }
    });
    std::uint64_t last = 0;
    while (last < count) {
        const std::uint64_t now = totals_of(counters).requests[1][0];
        BOOST_REQUIRE(now >= last);
        last = now;
    }
    writer.join();
    const Totals totals = totals_of(counters);
    BOOST_TEST(totals.durations[0] == count);
    BOOST_TEST(totals.nanoseconds == 3 * count);
    BOOST_TEST(alignof(Counters) == 64U, "no cache line of two workers");
}

BOOST_AUTO_TEST_SUITE_END()
