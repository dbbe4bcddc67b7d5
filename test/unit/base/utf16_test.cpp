// SPDX-License-Identifier: MIT
#include "autodiscover/base/utf16.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::string_literals;

namespace {

std::string utf8(std::u16string_view text) {
    std::string out = "before ";
    autodiscover::append_utf8(text, out);
    return out.substr(7);
}

} // namespace

BOOST_AUTO_TEST_SUITE(utf16)

BOOST_AUTO_TEST_CASE(every_length_of_a_code_point) {
    BOOST_TEST(utf8(u"") == "");
    BOOST_TEST(utf8(u"a\u007f\u0080\u07ff\u0800\uffff") == "a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf");
    BOOST_TEST(utf8(u"\U00010000\U0010ffff") == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
    BOOST_TEST(utf8({u"a\0b", 3}) == "a\0b"s);
}

BOOST_AUTO_TEST_CASE(half_a_pair_becomes_the_replacement_character) {
    const char16_t halves[] = {u'a', 0xd800, u'b', 0xdc00, 0xdbff};
    BOOST_TEST(utf8({halves, 5}) == "a\xef\xbf\xbd"
                                    "b\xef\xbf\xbd\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(pairs_across_the_pieces_stay_whole) {
    for (std::size_t before = 250; before < 260; ++before) {
        const std::string text =
            utf8(std::u16string(before, u'x') + std::u16string(600, u'\u20ac') + u"\U0001f600y");
        BOOST_TEST(text == std::string(before, 'x') + [] {
            std::string euros;
            for (int i = 0; i < 600; ++i) {
                euros += "\xe2\x82\xac";
            }
            return euros;
        }() + "\xf0\x9f\x98\x80y");
        const std::string pairs = utf8(std::u16string(before, u'x') + u"\U0001f600\U0001f600");
        BOOST_TEST(pairs == std::string(before, 'x') + "\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
    }
}

BOOST_AUTO_TEST_SUITE_END()
