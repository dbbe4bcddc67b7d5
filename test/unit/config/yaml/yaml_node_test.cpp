// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include <boost/test/unit_test.hpp>
#include <deque>

using namespace autodiscover;

namespace {

/// The root of a right text.
const YamlNode& parsed(std::string text) {
    static std::deque<YamlTree> trees; // nodes are views of its texts
    Report report;
    std::optional<YamlTree> tree = parse_yaml(Source(report, "y"), std::move(text));
    BOOST_REQUIRE(tree.has_value());
    trees.push_back(std::move(*tree));
    return trees.back().root;
}

} // namespace

BOOST_AUTO_TEST_SUITE(yaml_node)

BOOST_AUTO_TEST_CASE(descriptions) {
    BOOST_TEST(describe(parsed("a:\n").find("a")->value) == "nothing");
    BOOST_TEST(describe(parsed("a: []\n").find("a")->value) == "a list");
    BOOST_TEST(describe(parsed("a: {}\n").find("a")->value) == "a mapping");
    BOOST_TEST(describe(parsed("a: b c\n").find("a")->value) == "`b c`");
}

BOOST_AUTO_TEST_CASE(the_word_false) {
    for (const std::string_view text : {"a: false\n", "a: False\n", "a: FALSE\n"}) {
        BOOST_TEST(is_false(parsed(std::string(text)).find("a")->value), text);
    }
    for (const std::string_view text : {"a: 'false'\n", "a: no\n", "a: [false]\n", "a:\n", "a: true\n"}) {
        BOOST_TEST(!is_false(parsed(std::string(text)).find("a")->value), text);
    }
}

BOOST_AUTO_TEST_CASE(keys_are_found_as_they_are_written) {
    const YamlNode& root = parsed("a: b\nA: c\n");
    BOOST_TEST(root.find("A")->value.text == "c");
    BOOST_TEST(root.find("b") == nullptr);
    BOOST_TEST(root.find("a")->value.find("x") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
