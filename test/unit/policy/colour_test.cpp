// SPDX-License-Identifier: MIT
#include "autodiscover/policy/colour.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(colour)

BOOST_AUTO_TEST_CASE(both_spellings) {
    BOOST_TEST(to_string(*Colour::parse("#0b57D0")).view() == "#0b57d0");
    BOOST_TEST(to_string(*Colour::parse("#0af")).view() == "#00aaff");
    for (const char* const text : {"", "#", "0b57d0", "#0b57d", "#0b57d00", "#0b57dg", "blue", "#ff", "#-12",
                                   "rgb(0,0,0)", "#fff;}", "#\xc3\xa4 "}) {
        BOOST_TEST(!Colour::parse(text).ok(), text);
    }
}

BOOST_AUTO_TEST_CASE(contrast_is_that_of_wcag) {
    const auto of = [](const char* a, const char* b) {
        return contrast(*Colour::parse(a), *Colour::parse(b));
    };
    BOOST_TEST(of("#000", "#fff") == 21.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(of("#fff", "#000") == 21.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(of("#777", "#fff") == 4.478, boost::test_tools::tolerance(1e-3)); // the known near miss
    BOOST_TEST(of("#767676", "#fff") == 4.542, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(of("#123456", "#123456") == 1.0);
}

BOOST_AUTO_TEST_CASE(text_can_be_read_on_every_colour) {
    for (int red = 0; red < 256; red += 15) {
        for (int green = 0; green < 256; green += 15) {
            for (int blue = 0; blue < 256; blue += 15) {
                const Colour background{static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
                                        static_cast<std::uint8_t>(blue)};
                BOOST_REQUIRE_GE(contrast(background, text_colour_on(background)), 4.5);
            }
        }
    }
    BOOST_TEST(to_string(text_colour_on({255, 255, 0})).view() == "#000000");
    BOOST_TEST(to_string(text_colour_on({0, 0, 128})).view() == "#ffffff");
}

BOOST_AUTO_TEST_SUITE_END()
