// SPDX-License-Identifier: MIT
#include "autodiscover/format/json_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <stdexcept>

using autodiscover::JsonWriter;
using autodiscover::Output;

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(objects_arrays_and_values_are_parted_by_commas) {
    Output out;
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
    BOOST_TEST(out.view() ==
               R"({"a":["x",{"n":-1},{}],"b":true,"c":{"d":"y","e":[],"f":false},"g":-9223372036854775808})");
}

BOOST_AUTO_TEST_CASE(keys_are_escaped_too) {
    Output out;
    JsonWriter json(out);
    json.object([&] { json.string("\"", "\\"); });
    BOOST_TEST(out.view() == R"({"\"":"\\"})");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused) {
    Output out;
    BOOST_CHECK_THROW(JsonWriter(out).string("\xff"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
