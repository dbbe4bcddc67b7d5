// SPDX-License-Identifier: MIT
#include "autodiscover/server/peer_socket.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <chrono>
#include <sys/socket.h>

using namespace autodiscover;
using namespace autodiscover::test;
using namespace std::chrono_literals;

namespace {

struct Peer {
    Arrived look() { return look_at(pair.ends[1], buffer); }

    SocketPair pair;
    std::vector<char> buffer;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(peer_socket, Peer)

BOOST_AUTO_TEST_CASE(looking_takes_nothing) {
    const std::string request = get_records("/");
    BOOST_TEST((look() == Arrived::nothing));
    send_all(pair.ends[0], request.substr(0, 20));
    BOOST_TEST((look() == Arrived::part));
    BOOST_TEST((look() == Arrived::part));
    send_all(pair.ends[0], request.substr(20));
    BOOST_TEST((look() == Arrived::request));
    BOOST_TEST((look() == Arrived::request));
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_gone_or_speaks_something_else) {
    send_all(pair.ends[0], "GET / HTTP/1.1\r\n");
    BOOST_TEST((look() == Arrived::end));
    Peer other;
    other.pair.close_end(0);
    BOOST_TEST((other.look() == Arrived::end));
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_gone_in_the_middle_of_a_request) {
    const std::string request = get_records("/");
    send_all(pair.ends[0], request.substr(0, 20));
    BOOST_TEST((look() == Arrived::part));
    shutdown(pair.ends[0], SHUT_WR);
    BOOST_TEST((look() == Arrived::end));
    Peer whole;
    send_all(whole.pair.ends[0], request);
    shutdown(whole.pair.ends[0], SHUT_WR);
    BOOST_TEST((whole.look() == Arrived::request));
}

BOOST_AUTO_TEST_CASE(records_without_end_and_without_content_are_refused) {
    std::string text = begin_record(true) + record(4, "");
    while (text.size() < 150000) {
        text += record(5, "x", 1, 255);
    }
    send_all(pair.ends[0], text);
    BOOST_TEST((look() == Arrived::end));
}

BOOST_AUTO_TEST_CASE(discarded_input_does_not_turn_the_answer_into_a_reset) {
    send_all(pair.ends[0], std::string(50000, 'x'));
    send_all(pair.ends[1], "answer");
    (void)look();
    discard_input(pair.ends[1], buffer);
    pair.close_end(1);
    char answer[10];
    BOOST_TEST(recv(pair.ends[0], answer, sizeof answer, 0) == 6);
    BOOST_TEST(recv(pair.ends[0], answer, sizeof answer, 0) == 0);
}

BOOST_AUTO_TEST_CASE(more_input_is_awaited_until_the_peer_has_ended) {
    send_all(pair.ends[0], "x");
    (void)look();
    BOOST_TEST(discard_input(pair.ends[1], buffer));
    BOOST_TEST(discard_input(pair.ends[1], buffer));
    shutdown(pair.ends[0], SHUT_WR);
    BOOST_TEST(!discard_input(pair.ends[1], buffer));
}

BOOST_AUTO_TEST_CASE(a_peer_that_left_our_answer_unread_has_ended) {
    send_all(pair.ends[1], "answer");
    pair.close_end(0); // ECONNRESET, once
    BOOST_TEST((look() == Arrived::end));
    Peer other;
    (void)other.look();
    send_all(other.pair.ends[1], "answer");
    other.pair.close_end(0);
    BOOST_TEST(!discard_input(other.pair.ends[1], other.buffer));
}

BOOST_AUTO_TEST_CASE(a_peer_that_never_stops_does_not_hold_the_worker) {
    buffer.resize(1);
    send_all(pair.ends[0], std::string(100, 'x'));
    BOOST_TEST(!discard_input(pair.ends[1], buffer));
    char octet = 0;
    BOOST_TEST(recv(pair.ends[1], &octet, 1, MSG_DONTWAIT) == 1, "some is left");
}

BOOST_AUTO_TEST_CASE(no_read_and_no_write_waits_longer) {
    limit_waits(pair.ends[1], 100ms);
    char octet = 0;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(recv(pair.ends[1], &octet, 1, 0) == -1);
    BOOST_TEST(errno == EAGAIN);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 90ms)); // nor much less long
    const std::string text(1000000, 'x');
    while (send(pair.ends[1], text.data(), text.size(), 0) > 0) {
    }
    BOOST_TEST(errno == EAGAIN);
}

BOOST_AUTO_TEST_SUITE_END()
