// SPDX-License-Identifier: MIT
#include "autodiscover/server/connections.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <optional>
#include <sys/epoll.h>
#include <sys/resource.h>

using namespace autodiscover;
using namespace autodiscover::test;
using namespace std::chrono_literals;
using Wait = Connections::Wait;

namespace {

struct Table {
    Table() : epoll_fd(epoll_create1(EPOLL_CLOEXEC)), connections(epoll_fd, 3) {}
    ~Table() { close(epoll_fd); }

    /// The token that epoll reports now, if any.
    std::optional<Connections::Token> reported() const {
        epoll_event event{};
        if (epoll_wait(epoll_fd, &event, 1, 0) != 1) {
            return std::nullopt;
        }
        const Connections::Token token = event.data.u64; // a copy: the field is packed
        return token;
    }
    /// A connection whose descriptor the table owns.
    Connections::Token open(SocketPair& pair) {
        const auto token = connections.open(std::exchange(pair.ends[1], -1));
        BOOST_REQUIRE(token > UINT32_MAX);
        return token;
    }

    int epoll_fd;
    Connections connections;
};

bool is_open(int fd) {
    return fcntl(fd, F_GETFD) >= 0;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(connections_table, Table)

BOOST_AUTO_TEST_CASE(a_waiting_connection_is_reported_once_and_claimed_once) {
    SocketPair pair;
    const auto token = open(pair);
    BOOST_REQUIRE(connections.park(token, Wait::next_request));
    BOOST_TEST(!reported().has_value());
    send_all(pair.ends[0], "x");
    BOOST_TEST(reported().value() == token);
    BOOST_TEST(!reported().has_value());
    BOOST_TEST(connections.claim(token).has_value());
    BOOST_TEST(!connections.claim(token).has_value());
}

BOOST_AUTO_TEST_CASE(what_comes_before_the_first_wait_is_reported) {
    SocketPair pair;
    const auto token = open(pair);
    send_all(pair.ends[0], "x");
    BOOST_REQUIRE(connections.park(token, Wait::next_request));
    BOOST_TEST(reported().value() == token);
}

BOOST_AUTO_TEST_CASE(news_for_a_connection_in_hand_is_not_lost) {
    SocketPair pair;
    const auto token = open(pair);
    BOOST_REQUIRE(connections.park(token, Wait::next_request));
    send_all(pair.ends[0], "x");
    BOOST_REQUIRE(reported().has_value());
    BOOST_REQUIRE(connections.claim(token).has_value());
    send_all(pair.ends[0], "y"); // while a worker is at it, another is told
    BOOST_REQUIRE(reported().has_value());
    BOOST_TEST(!connections.claim(token).has_value());
    BOOST_REQUIRE(connections.park(token, Wait::next_request));
    BOOST_TEST(reported().value() == token);
}

BOOST_AUTO_TEST_CASE(an_event_of_a_closed_connection_does_not_reach_the_next_with_its_number) {
    SocketPair first;
    SocketPair second;
    const int number = first.ends[1];
    const auto old_token = open(first);
    BOOST_REQUIRE(connections.park(old_token, Wait::next_request));
    BOOST_TEST(connections.claim(old_token).has_value());
    connections.close(old_token);
    BOOST_TEST(!is_open(number));

    BOOST_REQUIRE(dup2(second.ends[1], number) == number);
    const auto new_token = connections.open(number);
    BOOST_TEST(new_token != old_token);
    BOOST_REQUIRE(connections.park(new_token, Wait::next_request));
    BOOST_TEST(!connections.claim(old_token).has_value());
    BOOST_TEST(connections.claim(new_token).has_value());
    connections.close(new_token);
}

BOOST_AUTO_TEST_CASE(a_number_may_come_again_before_its_last_holder_says_that_it_is_closed) {
    SocketPair first;
    SocketPair second;
    const int number = first.ends[1];
    const auto old_token = connections.open(number);
    first.close_end(1); // libfcgi does this
    BOOST_REQUIRE(dup2(second.ends[1], number) == number);
    const auto new_token = connections.open(number);
    BOOST_TEST(connections.size() == 2U);
    connections.close(old_token, true);
    BOOST_TEST(connections.size() == 1U);
    BOOST_TEST(is_open(number));
    BOOST_REQUIRE(connections.park(new_token, Wait::next_request));
    BOOST_TEST(connections.claim(new_token).has_value());
    connections.close(new_token);
}

BOOST_AUTO_TEST_CASE(each_kind_of_wait_has_its_own_limit) {
    SocketPair idle;
    SocketPair begun;
    const auto idle_token = open(idle);
    const auto begun_token = open(begun);
    BOOST_REQUIRE(connections.park(idle_token, Wait::next_request));
    BOOST_REQUIRE(connections.park(begun_token, Wait::rest_of_request));
    const auto now = Connections::Clock::now();
    const Connections::Limits limits{60s, 5s};
    const auto left = connections.expire(now, limits);
    BOOST_TEST(left.value().count() <= 5000);
    BOOST_TEST(left.value().count() > 4000);
    BOOST_TEST(connections.expire(now + 6s, limits).value().count() > 50000);
    BOOST_TEST(is_closed(begun.ends[0]));
    BOOST_TEST(connections.size() == 1U);
    BOOST_TEST(!connections.expire(now + 61s, limits).has_value());
    BOOST_TEST(is_closed(idle.ends[0]));
    BOOST_TEST(!connections.claim(idle_token).has_value());
}

BOOST_AUTO_TEST_CASE(full_and_the_one_that_waited_longest_goes_first) {
    SocketPair a;
    SocketPair b;
    SocketPair c;
    const auto first = open(a);
    const auto second = open(b);
    const auto third = open(c);
    BOOST_TEST(connections.is_full());
    BOOST_TEST(!connections.evict(), "what is in hand is not taken away");
    BOOST_REQUIRE(connections.park(second, Wait::next_request));
    BOOST_REQUIRE(connections.park(first, Wait::next_request));
    BOOST_REQUIRE(connections.park(third, Wait::next_request));
    BOOST_REQUIRE(connections.claim(first).has_value()); // from the middle
    BOOST_REQUIRE(connections.park(first, Wait::next_request));
    BOOST_TEST(connections.evict());
    BOOST_TEST(is_closed(b.ends[0]));
    BOOST_TEST(connections.evict());
    BOOST_TEST(is_closed(c.ends[0]));
    BOOST_TEST(connections.evict());
    BOOST_TEST(is_closed(a.ends[0]));
    BOOST_TEST(!connections.evict());
    BOOST_TEST(connections.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_request_that_no_worker_has_come_to_is_not_closed) {
    SocketPair a, b;
    const auto first = open(a);
    const auto second = open(b);
    BOOST_REQUIRE(connections.park(first, Wait::next_request));
    BOOST_REQUIRE(connections.park(second, Wait::next_request));
    send_all(a.ends[0], "x");
    BOOST_TEST(connections.evict());
    BOOST_TEST(is_closed(b.ends[0]));
    BOOST_TEST(!connections.evict());
    BOOST_REQUIRE(connections.claim(first).has_value());
    BOOST_REQUIRE(connections.park(first, Wait::rest_of_request));
    BOOST_TEST(connections.evict(), "a part of a request is what comes last, but it goes");
    BOOST_TEST(is_closed(a.ends[0]));
}

BOOST_AUTO_TEST_CASE(the_limit_of_descriptors_is_raised_and_all_have_a_place) {
    rlimit limit{};
    BOOST_REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = 512;
    BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    BOOST_REQUIRE(Connections::most() > 2000U);
    SocketPair high;
    high.ends[1] = renumbered(high.ends[1], 2000);
    const auto token = open(high);
    BOOST_TEST(Connections::descriptor(token) >= 2000);
    BOOST_REQUIRE(connections.park(token, Wait::next_request));
    send_all(high.ends[0], "x");
    BOOST_TEST(reported().value() == token);
    BOOST_TEST(connections.open(16384) == 0U);
    BOOST_TEST(connections.open(-1) == 0U);
}

BOOST_AUTO_TEST_CASE(what_epoll_does_not_take_is_not_parked) {
    SocketPair pair;
    Connections none(-1, 3);
    const auto token = none.open(std::exchange(pair.ends[1], -1));
    BOOST_TEST(!none.park(token, Wait::next_request));
    none.close(token);
    BOOST_TEST(is_closed(pair.ends[0]));
}

BOOST_AUTO_TEST_SUITE_END()
