// SPDX-License-Identifier: MIT
#include "autodiscover/base/output.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(output)

BOOST_AUTO_TEST_CASE(a_string_grows_to_any_size) {
    for (const std::size_t piece : {1U, 15U, 16U, 4096U, 100000U}) {
        Output out("before ");
        std::string expected = "before ";
        for (char c = 'a'; c <= 'z'; ++c) {
            out.put(std::string(piece, c)).put('.');
            expected += std::string(piece, c) + '.';
        }
        BOOST_TEST(out.view() == expected);
        BOOST_TEST(out.size() == expected.size());
        BOOST_TEST(out.take() == expected);
    }
}

BOOST_AUTO_TEST_CASE(numbers) {
    Output out;
    out.number(0).put(' ').number(std::numeric_limits<std::int64_t>::min()).put(' ');
    out.number(std::numeric_limits<std::uint64_t>::max()).put(' ').hex('\x0f').hex('\xa0');
    BOOST_TEST(out.view() == "0 -9223372036854775808 18446744073709551615 0fa0");
}

BOOST_AUTO_TEST_CASE(what_is_reserved_is_allocated_once) {
    Output out;
    out.reserve(1000);
    out.put("x");
    const char* const before = out.view().data();
    out.put(std::string(999, 'y'));
    BOOST_TEST((out.view().data() == before));
    BOOST_TEST(out.take() == "x" + std::string(999, 'y'));
}

BOOST_AUTO_TEST_CASE(spaces) {
    for (const std::size_t count : {0U, 1U, 31U, 32U, 33U, 5000U}) {
        Output out("a");
        for (int i = 0; i < 100; ++i) { // across the edges of what is gathered
            out.spaces(count).put('b');
        }
        std::string expected = "a";
        for (int i = 0; i < 100; ++i) {
            expected += std::string(count, ' ') + 'b';
        }
        BOOST_TEST(out.view() == expected);
    }
    std::array<char, 8> bytes{};
    Output bounded(bytes);
    bounded.put("123456").spaces(3);
    BOOST_TEST(bounded.view() == "123456  ");
}

BOOST_AUTO_TEST_CASE(nothing_is_nothing) {
    Output out;
    out.put("").put(std::string_view());
    BOOST_TEST(out.view() == "");
    BOOST_TEST(out.take() == "");
}

BOOST_AUTO_TEST_CASE(a_buffer_is_cut_off_where_it_ends) {
    std::array<char, 8> bytes{};
    Output out(bytes);
    out.reserve(100);
    out.put("12345");
    out.put("678");
    out.put("9");
    BOOST_TEST(out.view() == "12345678");
}

BOOST_AUTO_TEST_CASE(nothing_follows_what_was_cut_off) {
    std::array<char, 8> bytes{};
    Output out(bytes);
    out.put("12345").put("abcdef").put("x");
    BOOST_TEST(out.view() == "12345abc");
    Output whole(bytes);
    whole.put("12345").put_whole("abcd").put("x").number(1);
    BOOST_TEST(whole.view() == "12345");
    Output fitting(bytes);
    fitting.put("12345").put_whole("abc");
    BOOST_TEST(fitting.view() == "12345abc");
}

BOOST_AUTO_TEST_SUITE_END()
