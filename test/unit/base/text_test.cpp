// SPDX-License-Identifier: MIT
#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(letters_are_ascii_whatever_the_locale) {
    BOOST_TEST(to_lower('A') == 'a');
    BOOST_TEST(to_lower('Z') == 'z');
    BOOST_TEST(to_lower('@') == '@'); // one before A
    BOOST_TEST(to_lower('[') == '['); // one behind Z
    BOOST_TEST(to_lower('\xc4') == '\xc4');
    BOOST_TEST(is_letter('a'));
    BOOST_TEST(is_letter('Z'));
    for (const char c : {'`', '{', '@', '[', '0', '\xe4'}) {
        BOOST_TEST(!is_letter(c));
    }
    BOOST_TEST(is_digit('0'));
    BOOST_TEST(is_digit('9'));
    BOOST_TEST(!is_digit('/'));
    BOOST_TEST(!is_digit(':'));
}

BOOST_AUTO_TEST_CASE(controls_and_blanks) {
    for (const char c : {'\0', '\t', '\n', '\x1f', '\x7f'}) {
        BOOST_TEST(is_control(c));
    }
    for (const char c : {' ', '~', '\x80', '\xff'}) {
        BOOST_TEST(!is_control(c));
    }
    for (const char c : {' ', '\t', '\r', '\n'}) {
        BOOST_TEST(is_blank(c));
    }
    BOOST_TEST(!is_blank('\v'));
    BOOST_TEST(!is_blank('\0'));
}

BOOST_AUTO_TEST_CASE(comparison_without_case) {
    BOOST_TEST(equals_ignoring_case("SsL", "sSl"));
    BOOST_TEST(equals_ignoring_case("", ""));
    BOOST_TEST(!equals_ignoring_case("ab", "abc"));
    BOOST_TEST(!equals_ignoring_case("abc", "ab"));
    BOOST_TEST(!equals_ignoring_case("Ä", "ä"));
    BOOST_TEST(starts_with_ignoring_case("HTTPS://x", "https://"));
    BOOST_TEST(!starts_with_ignoring_case("http", "https"));
    BOOST_TEST(lower_case("AbC-Ä9") == "abc-Ä9");
}

BOOST_AUTO_TEST_CASE(trimming) {
    BOOST_TEST(trim(" \t a b \r\n") == "a b");
    BOOST_TEST(trim(" \n ") == "");
    BOOST_TEST(trim("") == "");
    BOOST_TEST(trim("a") == "a");
}

BOOST_AUTO_TEST_CASE(utf8_as_rfc_3629_has_it) {
    for (const std::string_view good :
         {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
          "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        BOOST_TEST(is_utf8(good));
    }
    for (const std::string_view bad : {"\x80",
                                       "\xbf",
                                       "\xc0\x80",
                                       "\xc1\xbf",
                                       "\xc2",
                                       "\xc2\x41",
                                       "\xe0\x9f\xbf",
                                       "\xe0\xa0",
                                       "\xed\xa0\x80",
                                       "\xed\xbf\xbf",
                                       "\xf0\x8f\xbf\xbf",
                                       "\xf0\x90\x80",
                                       "\xf4\x90\x80\x80",
                                       "\xf5\x80\x80\x80",
                                       "\xff",
                                       "\xfe",
                                       "a\xc3",
                                       "\xe2\x28\xa1",
                                       "\xe2\x82\x28",
                                       "\xf0\x90\x28\xbc"}) {
        BOOST_TEST(!is_utf8(bad));
    }
}

BOOST_AUTO_TEST_CASE(eight_octets_at_once_say_what_each_alone_would) {
    unsigned wrong = 0;
    for (std::size_t size = 0; size <= 19; ++size) { // read in one, two or three steps
        for (std::size_t at = 0; at < size; ++at) {
            for (int octet = 0; octet < 256; ++octet) {
                std::string text(size, 'a');
                text[at] = static_cast<char>(octet);
                const bool ascii = octet < 0x80;
                wrong += is_ascii(text) != ascii || is_utf8(text) != ascii ||
                         has_control(text) != is_control(text[at]);
            }
        }
    }
    BOOST_TEST(wrong == 0U);
    BOOST_TEST(is_ascii(""));
    for (const char* const text : {"\xc2\x80", "a\xc2\x9f", "\x1f", "\x7f", "\xc2\xa0\xc2\x85"}) {
        BOOST_TEST(has_control_character(text));
    }
    for (const char* const text : {"", "a", "\xc2\xa0", "\xc3\x80", "\xc2"}) {
        BOOST_TEST(!has_control_character(text));
    }
    BOOST_TEST(control_character_size("\x1b[") == 1U);
    BOOST_TEST(control_character_size("\xc2\x9f[") == 2U);
    for (const char* const text : {"", "a\x1b", "\xc2\xa0", "\xc3\x80", "\xc2"}) {
        BOOST_TEST(control_character_size(text) == 0U);
    }
    BOOST_TEST(!has_control(""));
    // A borrow out of one octet must not be seen as a control in the next.
    BOOST_TEST(!has_control("\x80\xff\x9f\x20\x7e\x80\x21\x20\xff"));
    BOOST_TEST(has_control("\x80\xff\x9f\x20\x7e\x80\x1f\x20\xff"));
}

BOOST_AUTO_TEST_CASE(code_points) {
    BOOST_TEST(count_code_points("") == 0U);
    BOOST_TEST(count_code_points("aü€😀") == 4U);
}

BOOST_AUTO_TEST_CASE(characters_of_xml) { // XML 1.0 [2] Char
    for (const std::string_view good : {"", "a\t\n\r", " ", "\x7f", "ü", "\xed\x9f\xbf", "\xee\x80\x80",
                                        "\xef\xbf\xbd", "\xf0\x9f\x98\x80"}) {
        BOOST_TEST(is_xml_text(good));
    }
    for (const std::string_view bad :
         {std::string_view("\0", 1), std::string_view("\x01"), std::string_view("\x0b"),
          std::string_view("\x1f"), std::string_view("\xef\xbf\xbe"), std::string_view("\xef\xbf\xbf"),
          std::string_view("\xff")}) {
        BOOST_TEST(!is_xml_text(bad));
    }
}

BOOST_AUTO_TEST_CASE(ports) {
    BOOST_CHECK(parse_port("1") == std::uint16_t{1});
    BOOST_CHECK(parse_port("65535") == std::uint16_t{65535});
    for (const std::string_view text : {"", "0", "65536", "-1", "1 ", "1x", "99999999999999999999"}) {
        BOOST_CHECK(!parse_port(text));
    }
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits) {
    BOOST_TEST(hex_value('0') == 0);
    BOOST_TEST(hex_value('9') == 9);
    BOOST_TEST(hex_value('a') == 10);
    BOOST_TEST(hex_value('F') == 15);
    for (const char c : {'g', 'G', '/', ':', '@', '`', ' ', '\xff'}) {
        BOOST_TEST(hex_value(c) == -1);
    }
}

BOOST_AUTO_TEST_SUITE_END()
