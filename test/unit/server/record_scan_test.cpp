// SPDX-License-Identifier: MIT
#include "autodiscover/server/record_scan.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

bool is(Scan expected, std::string_view received) {
    return scan_request(received) == expected;
}

const std::string whole =
    request_records({{"REQUEST_METHOD", "POST"}, {"X", std::string(300, 'x')}}, "a body");

} // namespace

BOOST_AUTO_TEST_SUITE(record_scan)

BOOST_AUTO_TEST_CASE(a_request_is_ready_with_its_last_octet_and_never_before) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
        BOOST_TEST(is(Scan::incomplete, whole.substr(0, size)), size << " octets");
    }
    BOOST_TEST(is(Scan::ready, whole));
    BOOST_TEST(is(Scan::ready, whole + "more"));
}

BOOST_AUTO_TEST_CASE(pairs_may_be_split_anywhere_between_records) {
    const std::string pairs = name_value_pairs({{"A", std::string(200, 'a')}, {"", ""}, {"B", "b"}});
    for (std::size_t cut = 1; cut < pairs.size(); ++cut) {
        const std::string text = begin_record(true) + record(4, pairs.substr(0, cut), 1, 3) +
                                 record(4, pairs.substr(cut)) + record(4, "") + record(5, "");
        BOOST_TEST(is(Scan::ready, text), "cut at " << cut);
    }
}

BOOST_AUTO_TEST_CASE(params_that_end_inside_a_pair_are_refused) {
    const std::string pairs = name_value_pairs({{"NAME", "value"}});
    for (std::size_t cut = 1; cut < pairs.size(); ++cut) {
        BOOST_TEST(is(Scan::refused, begin_record(true) + record(4, pairs.substr(0, cut)) + record(4, "")),
                   "cut at " << cut);
    }
}

/// Streams that crash or leak libfcgi 2.4.2.
BOOST_AUTO_TEST_CASE(what_libfcgi_must_not_see_is_refused) {
    const std::string get_values =
        record(9, name_value_pairs({{"FCGI_MAX_CONNS", ""}, {"FCGI_MAX_CONNS", ""}}), 0);
    BOOST_TEST(is(Scan::refused, get_values));
    BOOST_TEST(is(Scan::refused, begin_record(true) + get_values));
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(4, "\xff\xff\xff\xff\xff\xff\xff\xff"sv)));
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(4, "\1\xc0\0\0\0A"sv)));
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(77, "")));
    BOOST_TEST(is(Scan::refused, record(77, "", 0)));
    BOOST_TEST(is(Scan::refused, record(1, "\0\1\0\0\0\0\0\0"sv, 0))); // 0 is no request's number
}

BOOST_AUTO_TEST_CASE(what_is_no_responders_request_is_refused) {
    BOOST_TEST(is(Scan::refused, "GET / HTTP/1.1\r\n"));
    BOOST_TEST(is(Scan::refused, record(4, "")));                           // no beginning
    BOOST_TEST(is(Scan::refused, record(1, "short")));                      // section 5.1
    BOOST_TEST(is(Scan::refused, begin_record(true, 2)));                   // an authorizer's
    BOOST_TEST(is(Scan::refused, begin_record(true) + begin_record(true))); // twice
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(4, "", 2)));   // multiplexed
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(5, "")));      // body before params
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(2, "")));      // aborted
    BOOST_TEST(is(Scan::refused, begin_record(true) + record(4, "") + record(4, "")));
}

BOOST_AUTO_TEST_CASE(params_are_limited) {
    const std::string large(30000, 'x');
    const std::string pair = name_value_pairs({{"A", large}});
    const std::string two = begin_record(true) + record(4, pair) + record(4, pair);
    BOOST_TEST(is(Scan::incomplete, two));
    BOOST_TEST(is(Scan::refused, two + record(4, pair)));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_need_not_arrive) {
    const std::string head = begin_record(true) + record(4, "");
    const std::string half = record(5, std::string(body_limit / 2, 'x'));
    BOOST_TEST(is(Scan::incomplete, head + half + half));
    BOOST_TEST(is(Scan::ready, head + half + half + record(5, "x")));
    BOOST_TEST(is(Scan::ready, head + half + half + record(5, std::string(1000, 'x')).substr(0, 8 + 1)));
}

BOOST_AUTO_TEST_CASE(a_length_that_is_too_large_is_believed) {
    const auto declared = [](std::string_view length) {
        return begin_record(true) + record(4, name_value_pairs({{"A", "b"}, {"CONTENT_LENGTH", length}})) +
               record(4, "");
    };
    BOOST_TEST(is(Scan::incomplete, declared("65536")));
    BOOST_TEST(is(Scan::ready, declared("65537")));
    BOOST_TEST(is(Scan::ready, declared("99999999999999999999999999")));
    BOOST_TEST(is(Scan::incomplete, declared("-1")));
    BOOST_TEST(is(Scan::incomplete, declared("")));
    // no other name will do
    BOOST_TEST(
        is(Scan::incomplete,
           begin_record(true) + record(4, name_value_pairs({{"CONTENT_LENGTHS", "99999"}})) + record(4, "")));
}

BOOST_AUTO_TEST_SUITE_END()
