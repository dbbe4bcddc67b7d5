// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_error.hpp"

#include "autodiscover/config/yaml/yaml_tree.hpp"

#include "unit/config/yaml/yaml_findings.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

using namespace autodiscover;
using autodiscover::test::yaml_findings;

BOOST_AUTO_TEST_SUITE(yaml_error)

BOOST_AUTO_TEST_CASE(syntax_errors_have_a_place) {
    BOOST_TEST(yaml_findings("a:\n\t- b\n") ==
               "y:2:1: not valid YAML: a tab in the indentation, use blanks\n");
    BOOST_TEST(yaml_findings("a: \"b\n") == "y:1:4: not valid YAML: nothing closes this quote\n");
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
    BOOST_TEST(yaml_findings("a: 'b\nc: d\n \n") == "y:1:4: not valid YAML: nothing closes this quote\n");
    BOOST_TEST(yaml_findings("a: {b: c\n") == "y:1:4: not valid YAML: this `{` is not closed by `}`\n");
    BOOST_TEST(yaml_findings("a: [b\n") == "y:1:4: not valid YAML: this `[` is not closed by `]`\n");
    const std::string cure = "; close it there, or look for a missing comma or quotes\n";
    BOOST_TEST(yaml_findings("a: { b: Example: Mail }\n") ==
               "y:1:4: not valid YAML: this `{` is not closed by `}` before line 1 column 16" + cure);
    BOOST_TEST(yaml_findings("a: { b: 'Bob's Mail' }\n") ==
               "y:1:4: not valid YAML: this `{` is not closed by `}` before line 1 column 14" + cure);
    BOOST_TEST(yaml_findings("a: [ 'b' c ]\n") ==
               "y:1:4: not valid YAML: this `[` is not closed by `]` before line 1 column 10" + cure);
    BOOST_TEST(yaml_findings("a: { b: c\nd:\n  e: f\n") ==
               "y:1:4: not valid YAML: this `{` is not closed by `}` before line 2 column 2" + cure);
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

BOOST_AUTO_TEST_CASE(a_sign_of_yaml_at_the_front_needs_quotes) {
    for (const std::string_view word :
         {"*.example.net", "*", "*@a.b", "@x", "`x`", "%EMAILADDRESS%", "]x", "}x", ",x"}) {
        const std::string needs = std::string("not valid YAML: a text that begins with `") + word.front() +
                                  "` needs quotes, as in `\"" +
                                  std::string(word).substr(0, word.find(',', 1)) + "\"`\n";
        BOOST_TEST(yaml_findings("a:\n  b: " + std::string(word) + "\n") == "y:2:6: " + needs);
        if (std::string_view("]},").find(word.front()) == std::string_view::npos) {
            BOOST_TEST(yaml_findings("a:\n  " + std::string(word) + ": c\n") == "y:2:3: " + needs);
            BOOST_TEST(yaml_findings("a:\n  - " + std::string(word) + "\n") == "y:2:5: " + needs);
            BOOST_TEST(yaml_findings("a: { b: " + std::string(word) + ", c: d }\n") == "y:1:9: " + needs);
        }
    }
    for (const std::string_view word : {"|x", "| x", ">x", "- x", "? x", "&", "& x", "!<x"}) {
        BOOST_TEST(yaml_findings("a: " + std::string(word) + "\n")
                       .starts_with("y:1:4: not valid YAML: a text that begins with `"),
                   word);
    }
    BOOST_TEST(
        yaml_findings("a: !x b\n") ==
        "y:1:4: a YAML tag has no meaning here, remove it; a text that begins with `!` needs quotes\n");
    BOOST_TEST(yaml_findings("a: &x\n") ==
               "y:1:4: warning: no alias uses the anchor `&x`; a text that begins with "
               "`&` needs quotes\n");
    BOOST_TEST(yaml_findings("a: &x b\nc: *x\n") == "");
    BOOST_TEST(yaml_findings("a: &x b\nc: &x d\ne: *x\n").starts_with("y:1:4: warning: no alias uses"));
}

BOOST_AUTO_TEST_CASE(the_quote_that_is_not_closed_is_named) {
    for (const std::string_view before :
         {"", "# it's\n", "x: it's # \"\n", "x: |\n  'a\n  \"b\n\n", "x: [a, 'b,', c'd]\n", "x: \"a\\\"\"\n",
          "x: 'it''s'\n", "x: {y: 'z', w: \"'\"}\n", "x: 'a\n  b'\n"}) {
        const std::string text(before);
        const std::string line = std::to_string(std::count(text.begin(), text.end(), '\n') + 1);
        for (const char* const rest : {"b\n", "b\nc: d\n", "b\nc: d # it\ne: f\n"}) {
            BOOST_TEST(yaml_findings(text + "a: \"" + rest) ==
                       "y:" + line + ":4: not valid YAML: nothing closes this quote\n");
            BOOST_TEST(yaml_findings(text + "a: '" + rest) ==
                       "y:" + line + ":4: not valid YAML: nothing closes this quote\n");
        }
    }
    BOOST_TEST(
        yaml_findings("a: \"b\nc: \"d\"\n") ==
        "y:2:5: not valid YAML: the quoted text that begins in line 1 column 4 ends before this; close it "
        "where it should end, and write a quote inside it as `\\\"`\n");
    BOOST_TEST(
        yaml_findings("a: 'it's'\n") ==
        "y:1:8: not valid YAML: the quoted text that begins in line 1 column 4 ends before this; close it "
        "where it should end, and write a quote inside it as `''`\n");
}

BOOST_AUTO_TEST_CASE(other_words_of_the_parser_are_passed_on) {
    const TextFault fault = explain_yaml_error("a: b\n", {{1, 4}, "who knows"}, {1, 1});
    BOOST_TEST(fault.message == "not valid YAML: who knows");
    BOOST_TEST(fault.location.column == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
