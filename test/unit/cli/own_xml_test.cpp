// SPDX-License-Identifier: MIT
#include "autodiscover/cli/own_xml.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(own_xml)

BOOST_AUTO_TEST_CASE(elements_attributes_and_text) {
    const OwnXml root = read_own_xml(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a x=\"1 &lt;\" y=\"2\">\n<b/><c> &amp;&#10;t </c>\n</a>\n");
    BOOST_TEST(root.name == "a");
    BOOST_TEST(root.attribute("x") == "1 <");
    BOOST_TEST(root.attribute("y") == "2");
    BOOST_TEST(root.attribute("z") == "");
    BOOST_TEST(root.text_of("c") == "&\nt");
    BOOST_TEST(root.text_of("b") == "");
    BOOST_TEST(root.text_of("d") == "");
    BOOST_TEST(root.child("d") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_our_writers_do_not_write_is_refused) {
    for (const std::string_view document :
         {"", "x", "x<a></a>", "<a", "<a>", "<a></b>", "<a></a>x", "<a b></a>", "<a b=\"1></a>", "<></>",
          "<a>&x;</a>", "<a x=\"&\"></a>"}) {
        BOOST_CHECK_THROW(read_own_xml(document), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
