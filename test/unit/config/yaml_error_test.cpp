// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml_error.hpp"

#include "autodiscover/config/yaml_tree.hpp"

#include "unit/config/yaml_findings.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

using namespace autodiscover;
using autodiscover::test::yaml_findings;

BOOST_AUTO_TEST_SUITE(yaml_error)

BOOST_AUTO_TEST_CASE(syntax_errors_have_a_place) {
    BOOST_TEST(yaml_findings("a:\n\t- b\n") ==
               "y:2:1: not valid YAML: a tab in the indentation, use blanks\n");
    BOOST_TEST(yaml_findings("a: \"b\n") == "y:1:6: not valid YAML: the file ends inside a quoted text\n");
    for (const char* const escaped : {"q\"", "\xc3\xa9\"", "\xc2\x9b\"", ""}) {
        BOOST_TEST(yaml_findings(std::string("a: \"\\") + escaped + "\n") ==
                   "y:1:5: not valid YAML: no such escape; write the backslash twice\n");
    }
    for (const char* const cut : {"\\x", "\\u", "\\U0001"}) { // the parser counts on behind the end
        BOOST_TEST(yaml_findings(std::string("a: \"") + cut + "\n") ==
                   "y:1:" + std::to_string(5 + std::string_view(cut).size()) +
                       ": not valid YAML: bad character found while scanning hex number\n");
    }
    BOOST_TEST(yaml_findings("%YAML a\xc2\x9b\n---\na: b\n") ==
               "y:1:1: not valid YAML: bad YAML version `a?`\n");
    BOOST_TEST(yaml_findings("a: \"\\ud800\"\n") == "y:1:11: not valid YAML: invalid unicode `55296`\n");
    BOOST_TEST(yaml_findings("a: 'b\nc: d\n \n") ==
               "y:2:5: not valid YAML: the file ends inside a quoted text\n");
    BOOST_TEST(yaml_findings("a: {b: c\n") == "y:1:4: not valid YAML: this `{` is not closed by `}`\n");
    BOOST_TEST(yaml_findings("a: [b\n") == "y:1:4: not valid YAML: this `[` is not closed by `]`\n");
    BOOST_TEST(yaml_findings("a: b: c\n") ==
               "y:1:5: not valid YAML: a `:` stands where none can, look at the line "
               "above or quote the text\n");
    BOOST_TEST(yaml_findings("a: b\n c: d\n") ==
               "y:2:3: not valid YAML: a `:` stands where none can, look at the "
               "line above or quote the text\n");
    BOOST_TEST(yaml_findings("a: *nobody\n").starts_with("y:1:4: not valid YAML: "));
    BOOST_TEST(
        yaml_findings("a: {b: https://c/?d}\n") ==
        "y:1:18: not valid YAML: a character that needs quotes around the text, such as `?` and `%`\n");
}

BOOST_AUTO_TEST_CASE(other_words_of_the_parser_are_passed_on) {
    const TextFault fault = explain_yaml_error("a: b\n", {{1, 4}, "who knows"}, {1, 1});
    BOOST_TEST(fault.message == "not valid YAML: who knows");
    BOOST_TEST(fault.place.column == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
