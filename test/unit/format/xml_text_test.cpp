// SPDX-License-Identifier: MIT
// What is written is read back through Xerces in xml_writer_test.cpp and by the fuzzer.
#include "autodiscover/format/xml_text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace autodiscover;
using namespace std::string_literals;
namespace data = boost::unit_test::data;

namespace {

std::string escaped(std::string_view text) {
    Output out;
    put_xml_text(out, text);
    return out.take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(xml_text)

BOOST_AUTO_TEST_CASE(every_ascii_character_at_every_place) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string one(1, static_cast<char>(c));
        const bool is_white_space = c == '\t' || c == '\n' || c == '\r';
        if (c < 0x20 && !is_white_space) {
            BOOST_CHECK_THROW(escaped("x" + one), std::invalid_argument);
            continue;
        }
        const std::string expected = c == '&'         ? "&amp;"
                                     : c == '<'       ? "&lt;"
                                     : c == '>'       ? "&gt;"
                                     : c == '"'       ? "&quot;"
                                     : c == '\''      ? "&#39;"
                                     : is_white_space ? "&#" + std::to_string(c) + ";"
                                                      : one;
        BOOST_TEST(escaped(one) == expected);
        BOOST_TEST(escaped(one + "yz") == expected + "yz");
        BOOST_TEST(escaped("xy" + one + one + "z") == "xy" + expected + expected + "z");
        BOOST_TEST(escaped("xy" + one) == "xy" + expected);
        for (std::size_t size = 0; size < 40; ++size) { // sixteen bytes are looked at together
            const std::string before(size, 'x');
            BOOST_TEST(escaped(before + one) == before + expected);
            BOOST_TEST(escaped(one + before) == expected + before);
        }
    }
}

BOOST_AUTO_TEST_CASE(beyond_ascii_nothing_is_escaped) {
    for (const std::string text :
         {"\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xc2\x80", "\xef\xbf\xbd"}) {
        BOOST_TEST(escaped(text) == text);
        BOOST_TEST(escaped("a" + text + "&" + text) == "a" + text + "&amp;" + text);
    }
    BOOST_TEST(escaped("") == "");
}

const std::string impossible[] = {
    "\0"s,    "\x01", "\x1f", "\xff", "\xc0\xbc", "\xc3", "\xed\xa0\x80", "\xef\xbf\xbe", "\xf4\x90\x80\x80",
    "<\xfc>",
};
BOOST_DATA_TEST_CASE(what_xml_cannot_carry_is_refused, data::make(impossible)) {
    BOOST_CHECK_THROW(escaped(sample), std::invalid_argument);
    for (std::size_t size = 1; size < 40; ++size) {
        BOOST_CHECK_THROW(escaped(std::string(size, 'x') + sample), std::invalid_argument);
        BOOST_CHECK_THROW(escaped(sample + std::string(size, 'x')), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
