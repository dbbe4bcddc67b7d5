// SPDX-License-Identifier: MIT
#include "autodiscover/base/inline_string.hpp"

#include <boost/test/unit_test.hpp>

using Text = autodiscover::InlineString<4>;

BOOST_AUTO_TEST_SUITE(inline_string)

BOOST_AUTO_TEST_CASE(all_or_nothing) {
    Text text;
    BOOST_TEST(text.empty());
    BOOST_TEST(text.append("abc"));
    BOOST_TEST(!text.append("de"));
    BOOST_TEST(text.view() == "abc");
    BOOST_TEST(text.append('d'));
    BOOST_TEST(!text.append('e'));
    BOOST_TEST(text.append("")); // nothing always fits
    BOOST_TEST(text.view() == "abcd");
    BOOST_TEST(text.size() == Text::capacity);
    text.clear();
    BOOST_TEST(text.empty());
}

BOOST_AUTO_TEST_CASE(copies_are_their_own) {
    Text first;
    first.append("ab");
    Text second = first;
    second.append('c');
    BOOST_TEST(first.view() == "ab");
    BOOST_CHECK(!(first == second));
    first = second;
    BOOST_CHECK(first == second);
    const Text& same = first;
    first = same;
    BOOST_TEST(first.view() == "abc");
    second.clear();
    first = second;
    BOOST_TEST(first.view() == "");
}

BOOST_AUTO_TEST_SUITE_END()
