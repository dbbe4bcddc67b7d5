// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(xml_tree)

XmlTree read(std::string_view document) {
    const auto elements = read_xml(document, xml_limits_of_documents);
    BOOST_REQUIRE_MESSAGE(elements.ok(), document);
    return *elements;
}

std::string names(const std::vector<XmlTree>& trees) {
    std::string out;
    for (const XmlTree tree : trees) {
        out += std::string(name_of(tree)) + std::to_string(tree.size()) + " ";
    }
    return out;
}

BOOST_AUTO_TEST_CASE(children_are_those_of_the_next_depth_with_all_within_them) {
    const XmlTree root = read("<a><b><c/><c><d/></c></b><e/><b/></a>");
    BOOST_TEST(names(children(root)) == "b4 e1 b1 ");
    BOOST_TEST(names(children(child(root, "b"))) == "c1 c2 ");
    BOOST_TEST(children(child(root, "e")).empty());
}

BOOST_AUTO_TEST_CASE(a_child_is_the_first_of_its_name_and_no_grandchild) {
    const XmlTree root = read("<a><b><e>deep</e></b><x:e xmlns:x='u'>1</x:e><e>2</e></a>");
    BOOST_TEST(text_of(child(root, "e")) == "1");
    BOOST_TEST(text_of(child(child(root, "b"), "e")) == "deep");
    BOOST_TEST(child(root, "a").empty());
}

BOOST_AUTO_TEST_CASE(texts_are_trimmed_and_attributes_are_as_written) {
    const XmlTree root = read("<a x=' 1 &lt;' y='2'> &amp;\n<b/> t\n</a>");
    BOOST_TEST(text_of(root) == "&\n t");
    BOOST_TEST(attribute_of(root, "x") == " 1 <");
    BOOST_TEST(attribute_of(root, "y") == "2");
    BOOST_TEST(attribute_of(root, "z") == "");
}

BOOST_AUTO_TEST_CASE(nothing_is_found_in_an_element_that_is_missing) {
    const XmlTree missing = child(read("<a/>"), "b");
    BOOST_TEST(missing.empty());
    BOOST_TEST(child(missing, "c").empty());
    BOOST_TEST(children(missing).empty());
    BOOST_TEST(name_of(missing) == "");
    BOOST_TEST(text_of(missing) == "");
    BOOST_TEST(attribute_of(missing, "x") == "");
}

BOOST_AUTO_TEST_SUITE_END()
