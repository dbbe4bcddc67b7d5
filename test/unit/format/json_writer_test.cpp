// SPDX-License-Identifier: MIT
#include "autodiscover/format/json_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

using autodiscover::JsonWriter;

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(objects_arrays_and_values_are_parted_by_commas) {
    std::string out;
    JsonWriter json(out);
    json.object([&] {
        json.array("a", [&] {
            json.string("x");
            json.object([&] { json.integer("n", -1); });
            json.object([] {});
        });
        json.boolean("b", true);
        json.object("c", [&] {
            json.string("d", "y");
            json.array("e", [] {});
            json.boolean("f", false);
        });
        json.integer("g", std::numeric_limits<std::int64_t>::min());
    });
    BOOST_TEST(out ==
               R"({"a":["x",{"n":-1},{}],"b":true,"c":{"d":"y","e":[],"f":false},"g":-9223372036854775808})");
}

BOOST_AUTO_TEST_CASE(every_character_is_written_as_the_library_writes_it) {
    for (int code = 0; code < 128; ++code) {
        const std::string text = "a" + std::string(1, static_cast<char>(code)) + "b";
        std::string out;
        JsonWriter::append_string(text, out);
        BOOST_TEST(out == nlohmann::json(text).dump());
    }
    std::string out;
    JsonWriter::append_string("\xc3\xbc\xe2\x80\xa8\xf0\x9f\x98\x80", out);
    BOOST_TEST(out == "\"\xc3\xbc\xe2\x80\xa8\xf0\x9f\x98\x80\"");
}

BOOST_AUTO_TEST_CASE(keys_are_escaped_too) {
    std::string out;
    JsonWriter json(out);
    json.object([&] { json.string("\"", "\\"); });
    BOOST_TEST(out == R"({"\"":"\\"})");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused) {
    std::string out;
    BOOST_CHECK_THROW(JsonWriter::append_string("\xff", out), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
