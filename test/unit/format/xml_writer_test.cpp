// SPDX-License-Identifier: MIT
// What the writer writes is read back through the reader, which is Xerces.
#include "autodiscover/format/xml_writer.hpp"

#include "autodiscover/format/xml_reader.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace autodiscover;
using namespace std::string_literals;
namespace data = boost::unit_test::data;

namespace {

/// A document of one element with this text.
std::string document_of(std::string_view text) {
    Output out;
    XmlWriter(out).text_element("a", text);
    return out.take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(xml_writer)

BOOST_AUTO_TEST_CASE(elements_nest_and_are_closed) {
    Output text;
    XmlWriter xml(text);
    xml.declaration();
    xml.element("a", {{"xmlns", "urn:x"}, {"b", "<\">"}}, [&] {
        xml.element("c", [&] {
            xml.text_element("d", "1 & 2", {{"e", "f"}});
            xml.number_element("n", -7);
        });
        xml.empty_element("g", {{"h", "i"}});
    });
    const std::string out = text.take();
    BOOST_TEST(out == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<a xmlns=\"urn:x\" b=\"&lt;&quot;&gt;\">\n"
                      "  <c>\n"
                      "    <d e=\"f\">1 &amp; 2</d>\n"
                      "    <n>-7</n>\n"
                      "  </c>\n"
                      "  <g h=\"i\"/>\n"
                      "</a>\n");
    const auto elements = read_xml(out);
    BOOST_REQUIRE(elements.ok());
    BOOST_TEST(elements->size() == 5);
    BOOST_TEST((*elements)[2].text == "1 & 2");
}

const std::string texts[] = {
    "",
    "plain",
    "<script>alert('x')</script>",
    "a & b && c &amp; d",
    "\"double\" and 'single'",
    "]]>",
    "tab\tline\nreturn\r\r\n",
    " blanks at both ends ",
    "\x7f",
    "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80",
    "<\xc3\xbc>",
    "<!DOCTYP",
    "&#0;",
};
BOOST_DATA_TEST_CASE(any_text_comes_back_as_it_was, data::make(texts)) {
    const std::string out = document_of(sample);
    const auto elements = read_xml(out);
    BOOST_REQUIRE_MESSAGE(elements.ok(), out);
    BOOST_REQUIRE_EQUAL(elements->size(), 1);
    BOOST_TEST(elements->front().text == sample);
}

BOOST_AUTO_TEST_CASE(every_ascii_character_comes_back_or_is_refused) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string text = "x"s + static_cast<char>(c) + "y";
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            BOOST_CHECK_THROW(document_of(text), std::invalid_argument);
            continue;
        }
        const auto elements = read_xml(document_of(text));
        BOOST_REQUIRE_MESSAGE(elements.ok(), c);
        BOOST_TEST(elements->front().text == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
