// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include "unit/config/yaml/yaml_findings.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

using namespace autodiscover;
using autodiscover::test::yaml_findings;

namespace {

std::string repeat(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(yaml_tree)

BOOST_AUTO_TEST_CASE(nodes_know_kind_text_and_place) {
    Report report;
    const Source source(report, "y");
    const std::optional<YamlTree> tree = parse_yaml(source, "a: 1\nb:\n  - \"x\"\n  - ~\nc: {d: }\n");
    BOOST_REQUIRE(tree.has_value());
    const YamlNode& root = tree->root;
    BOOST_REQUIRE(root.entries.size() == 3U);
    BOOST_TEST(root.find("a")->value.text == "1");
    BOOST_TEST(!root.find("a")->value.quoted);
    const YamlNode& list = root.find("b")->value;
    BOOST_CHECK(list.kind == YamlNode::Kind::sequence);
    BOOST_TEST(list.entries.at(0).value.quoted);
    BOOST_TEST(list.entries.at(0).value.location.line == 3U);
    BOOST_TEST(list.entries.at(0).value.location.column == 5U);
    BOOST_CHECK(list.entries.at(1).value.kind == YamlNode::Kind::null);
    BOOST_TEST(root.find("c")->key_location.line == 5U);
    BOOST_CHECK(root.find("c")->value.find("d")->value.kind == YamlNode::Kind::null);
    BOOST_TEST(root.find("d") == nullptr);
    BOOST_TEST(root.weight == 7U);
}

BOOST_AUTO_TEST_CASE(what_yaml_cpp_accepts_and_we_refuse) {
    BOOST_TEST(yaml_findings("") == "y: the file is empty\n");
    BOOST_TEST(yaml_findings("# comment\n---\n") == "y: the file is empty\n");
    BOOST_TEST(yaml_findings("a: 1\nb: 2\na: 3\na: 4\n") ==
               "y:3:1: duplicate key `a`, it stands in line 1 already\n"
               "y:4:1: duplicate key `a`, it stands in line 1 already\n");
    BOOST_TEST(yaml_findings("a: 1\n---\nb: 1\n") ==
               "y:2:1: a second document or stray text; the file must hold one YAML document\n");
    BOOST_TEST(yaml_findings("---\na: 1\n...\n") == "");
    BOOST_TEST(yaml_findings(std::string("a: b\nc: d\0e\n", 12)) ==
               "y:2:5: a NUL byte; the file must be plain text\n");
    BOOST_TEST(yaml_findings("a: b\nc: \x1b[31m\n") ==
               "y:2:4: a control character (0x1b); the file must be plain text\n");
    BOOST_TEST(yaml_findings("a: b\n# f\xc3\xbcr \xfc\n") ==
               "y:2:8: invalid UTF-8; save the file in that encoding\n");
    BOOST_TEST(yaml_findings("\xff\xfe"
                             "a") == "y:1:1: invalid UTF-8; save the file in that encoding\n");
    BOOST_TEST(yaml_findings("a: !!str 1\n") ==
               "y:1:4: a YAML tag has no meaning here, remove it; a text that begins "
               "with `!` needs quotes\n");
    BOOST_TEST(yaml_findings("? {a: b}\n: c\n") == "y:1:3: a key must be plain text, not a mapping\n");
    BOOST_TEST(yaml_findings("~: c\n") == "y:1:1: a key must be plain text, not nothing\n");
    BOOST_TEST(yaml_findings("a:\nbcd\n") == "y:2:1: `bcd` must be followed by a `:`\n");
    BOOST_TEST(yaml_findings("a:\nbcd") == "y:2:1: `bcd` must be followed by a `:`\n");
    BOOST_TEST(yaml_findings("a: {bcd}\ne : \n'f':\n") == "");
    BOOST_TEST(yaml_findings("\xef\xbb\xbf"
                             "a: 1\n") == ""); // a byte order mark is harmless
}

BOOST_AUTO_TEST_CASE(hostile_octets_end) {
    for (const std::string_view text :
         {",", "]", "}", "a: 1\n]", ", \xc3\xa9", "%YAML 9.9\n---\na: 1\n", "&a"}) {
        BOOST_TEST(yaml_findings(text) != "");
    }
}

BOOST_AUTO_TEST_CASE(aliases_stand_for_what_they_name) {
    Report report;
    const Source source(report, "y");
    const std::optional<YamlTree> tree = parse_yaml(source, "a: &x {b: c}\nd: *x\n&k e: f\ng: *k\n");
    BOOST_REQUIRE(tree.has_value());
    BOOST_TEST(tree->root.find("d")->value.find("b")->value.text == "c");
    BOOST_TEST(tree->root.find("g")->value.text == "e");
}

BOOST_AUTO_TEST_CASE(an_alias_cannot_hold_itself) {
    BOOST_TEST(yaml_findings("a: &x {b: *x}\n") == "y:1:11: an alias stands inside the node that it names\n");
    BOOST_TEST(yaml_findings("a: &x [*x]\n") == "y:1:8: an alias stands inside the node that it names\n");
}

BOOST_AUTO_TEST_CASE(aliases_cannot_explode) {
    std::string text = "a0: &a0 [x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
    }
    BOOST_TEST(yaml_findings(text).find("more than 200000 values") != std::string::npos);
    // Nor side by side, where no anchor holds another.
    text = "a: &a [x";
    for (int i = 0; i < 1000; ++i) {
        text += ", x";
    }
    text += "]\nb: [*a";
    for (int i = 0; i < 300; ++i) {
        text += ", *a";
    }
    BOOST_TEST(yaml_findings(text + "]\n").find("more than 200000 values") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nodes_and_depth_are_limited) {
    BOOST_TEST(yaml_findings("a: [" + repeat("x,", yaml_node_limit - 2) + "]\n") == "");
    BOOST_TEST(
        yaml_findings("a: [" + repeat("x,", yaml_node_limit - 1) + "]\n") ==
        "y:1:400001: more than 200000 values, those behind aliases counted each time; split the file, or "
        "list plain domains under `domain_lists`\n");
    for (const std::string_view opening : {"[", "{", "- ", "? ", "{a: "}) {
        BOOST_TEST(yaml_findings("a: " + repeat(opening, 10'000)) != "");
    }
}

BOOST_AUTO_TEST_SUITE_END()
