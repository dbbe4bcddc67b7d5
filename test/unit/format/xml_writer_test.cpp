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

std::string escaped(std::string_view text) {
    std::string out;
    XmlWriter::escape(text, out);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(xml_writer)

BOOST_AUTO_TEST_CASE(elements_nest_and_close_themselves) {
    std::string out;
    {
        XmlWriter xml(out);
        xml.declaration();
        const auto root = xml.element("a", {{"xmlns", "urn:x"}, {"b", "<\">"}});
        {
            const auto inner = xml.element("c");
            xml.text_element("d", "1 & 2", {{"e", "f"}});
        }
        xml.empty_element("g", {{"h", "i"}});
    }
    BOOST_TEST(out == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<a xmlns=\"urn:x\" b=\"&lt;&quot;&gt;\">\n"
                      "  <c>\n"
                      "    <d e=\"f\">1 &amp; 2</d>\n"
                      "  </c>\n"
                      "  <g h=\"i\"/>\n"
                      "</a>\n");
    const auto elements = read_xml(out);
    BOOST_REQUIRE(elements.ok());
    BOOST_TEST(elements->size() == 4);
    BOOST_TEST((*elements)[2].text == "1 & 2");
}

BOOST_AUTO_TEST_CASE(an_exception_still_closes_the_elements) {
    std::string out;
    XmlWriter xml(out);
    try {
        const auto root = xml.element("a");
        throw std::runtime_error("x");
    } catch (const std::runtime_error&) {
    }
    BOOST_TEST(out == "<a>\n</a>\n");
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
    std::string out;
    XmlWriter(out).text_element("a", sample);
    const auto elements = read_xml(out);
    BOOST_REQUIRE_MESSAGE(elements.ok(), out);
    BOOST_REQUIRE_EQUAL(elements->size(), 1);
    BOOST_TEST(elements->front().text == sample);
}

BOOST_AUTO_TEST_CASE(every_ascii_character_comes_back_or_is_refused) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string text = "x"s + static_cast<char>(c) + "y";
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            BOOST_CHECK_THROW(escaped(text), std::invalid_argument);
            continue;
        }
        std::string out;
        XmlWriter(out).text_element("a", text);
        const auto elements = read_xml(out);
        BOOST_REQUIRE_MESSAGE(elements.ok(), c);
        BOOST_TEST(elements->front().text == text);
    }
}

const std::string impossible[] = {
    "\0"s,    "\x01", "\x1f", "\xff", "\xc0\xbc", "\xc3", "\xed\xa0\x80", "\xef\xbf\xbe", "\xf4\x90\x80\x80",
    "<\xfc>",
};
BOOST_DATA_TEST_CASE(what_xml_cannot_carry_is_refused, data::make(impossible)) {
    BOOST_CHECK_THROW(escaped(sample), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(no_markup_survives_escaping) {
    BOOST_TEST(escaped("<a b=\"c\" d='e'>&").find_first_of("<>\"'") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
