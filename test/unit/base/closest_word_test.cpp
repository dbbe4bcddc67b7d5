// SPDX-License-Identifier: MIT
#include "autodiscover/base/closest_word.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(closest_words)

BOOST_AUTO_TEST_CASE(a_slip_or_two_are_forgiven) {
    constexpr std::array<std::string_view, 3> words = {"check", "serve", "authentication"};
    BOOST_TEST(closest_word(words, "chekc") == "check");
    BOOST_TEST(closest_word(words, "server") == "serve");
    BOOST_TEST(closest_word(words, "autentificaton") == "");
    BOOST_TEST(closest_word(words, "autentication") == "authentication");
    BOOST_TEST(closest_word(words, "") == "");
    BOOST_TEST(closest_word(words, std::string(10'000, 'x')) == ""); // the cost is bounded
    BOOST_TEST(closest_word({}, "check") == "");
}

BOOST_AUTO_TEST_SUITE_END()
