// SPDX-License-Identifier: MIT
// The library is the oracle: what it reads back is what was to be written.
#include "autodiscover/format/json_text.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace autodiscover;
using namespace std::string_literals;

namespace {

std::string written(std::string_view text) {
    Output out;
    put_json_text(out, text);
    return out.take();
}

std::string read_back(std::string_view text) {
    return nlohmann::json::parse("\"" + written(text) + "\"").get<std::string>();
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_text)

BOOST_AUTO_TEST_CASE(every_ascii_character_comes_back) {
    for (int c = 0; c < 128; ++c) {
        const std::string text = "a"s + static_cast<char>(c) + "b";
        BOOST_TEST(read_back(text) == text);
    }
    BOOST_TEST(written("\"\\\b\f\n\r\t") == R"(\"\\\b\f\n\r\t)");
    BOOST_TEST(written("a/b'<") == "a/b'<");
}

BOOST_AUTO_TEST_CASE(no_control_character_is_written) {
    BOOST_TEST(written("\x1b[31m \x7f \xc2\x9b[31m") == R"(\u001b[31m \u007f \u009b[31m)");
    BOOST_TEST(written("\0"s) == R"(\u0000)");
}

BOOST_AUTO_TEST_CASE(beyond_ascii_nothing_is_escaped) {
    const std::string text = "\xc3\xbc\xe2\x80\xa8\xf0\x9f\x98\x80\xc2\xa0";
    BOOST_TEST(written(text) == text);
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_replaced) {
    BOOST_TEST(read_back("a\xff") == "a\ufffd");
    BOOST_TEST(read_back("a\xe2\x82") == "a\ufffd\ufffd");
    BOOST_TEST(read_back("\xc0\xaf.") == "\ufffd\ufffd.");
    BOOST_TEST(read_back("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");
}

BOOST_AUTO_TEST_CASE(no_escape_and_no_character_is_cut) {
    for (std::size_t size = 0; size < 12; ++size) {
        for (const std::string& piece : {"\""s, "\x01"s, "\u20ac"s, "\xff"s}) {
            std::array<char, 12> bytes{};
            Output out(std::span(bytes.data(), size));
            put_json_text(out, "ab" + piece + piece + "cd");
            BOOST_TEST(nlohmann::json::accept("\"" + std::string(out.view()) + "\""));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
