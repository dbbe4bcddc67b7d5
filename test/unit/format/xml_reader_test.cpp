// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_reader.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>
#include <functional>
#include <malloc.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace autodiscover;
using namespace std::string_literals;
namespace data = boost::unit_test::data;

namespace {

std::string utf16(std::string_view ascii, bool big_endian, bool with_mark) {
    std::string out = !with_mark ? ""s : big_endian ? "\xfe\xff"s : "\xff\xfe"s;
    for (const char c : ascii) {
        out += big_endian ? "\0"s + c : c + "\0"s;
    }
    return out;
}

std::string repeat(std::string_view piece, std::size_t octets) {
    std::string out;
    while (out.size() + piece.size() <= octets) {
        out += piece;
    }
    return out;
}

std::string numbered(std::size_t octets, const std::function<std::string(std::size_t)>& piece) {
    std::string out;
    for (std::size_t i = 0; out.size() < octets; ++i) {
        out += piece(i);
    }
    return out;
}

/// The text of the only element.
std::string text_of(std::string_view document) {
    const auto elements = read_xml(document);
    BOOST_REQUIRE_MESSAGE(elements.ok(), document << ": " << (elements ? "" : elements.error().message));
    BOOST_REQUIRE_EQUAL(elements->size(), 1);
    return elements->front().text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(xml_reader)

BOOST_AUTO_TEST_CASE(elements_come_in_document_order_with_depth_namespace_and_text) {
    const auto elements =
        read_xml("<a xmlns='urn:x'>1<b>2<!-- - --></b>3<p:c xmlns:p='urn:y'/><d xmlns=''><e/></d></a>");
    BOOST_REQUIRE(elements.ok());
    std::string all;
    for (const XmlElement& e : *elements) {
        all += std::to_string(e.depth) + "{" + e.name_space + "}" + e.local_name + "=" + e.text + ";";
    }
    BOOST_TEST(all == "0{urn:x}a=13;1{urn:x}b=2;1{urn:y}c=;1{}d=;2{}e=;");
}

BOOST_AUTO_TEST_CASE(references_cdata_and_comments_are_resolved) {
    BOOST_TEST(text_of("<a>&lt;&amp;&#65;&#x1F600;<![CDATA[<i>]]><!-- no --><?p no?></a>") ==
               "<&A\xf0\x9f\x98\x80<i>");
}

BOOST_AUTO_TEST_CASE(utf8_text_of_every_length_comes_through) {
    BOOST_TEST(text_of("<a>a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80</a>") ==
               "a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80");
}

// What clients send before, behind and instead of plain UTF-8.
const std::string forgiven[] = {
    "<a>x</a>",
    "<?xml version='1.0' encoding='utf-8'?><a>x</a>",
    "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><a>x</a>",
    "\r\n \t<?xml version='1.0'?><a>x</a>",
    "<?xml version='1.0' encoding='utf-16'?><a>x</a>",
    "<?xml version='1.0' encoding='iso-8859-1'?><a>x</a>",
    "<a>x</a>\r\n",
    "<a>x</a>\0"s,
    "<a>x</a>\n\0\0\0"s,
    utf16("<?xml version='1.0' encoding='utf-16'?><a>x</a>", false, true),
    utf16("<?xml version='1.0' encoding='utf-16'?><a>x</a>", true, true),
    utf16("<?xml version='1.0' encoding='utf-16'?><a>x</a>", false, false),
    utf16("<?xml version='1.0' encoding='utf-16'?><a>x</a>", true, false),
    utf16("<a>x</a>", false, true) + "\0\0"s,
    utf16("<a>x</a>", false, true) + "\0"s,
    utf16("<a>x</a>", true, true) + "\0\0"s,
};
BOOST_DATA_TEST_CASE(oddities_of_clients_are_forgiven, data::make(forgiven)) {
    BOOST_TEST(text_of(sample) == "x");
}

const std::string refused[] = {
    "",
    "   ",
    "\0\0"s,
    "{\"a\":1}",
    "plain text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a/>x",
    "<a x='1' x='2'/>",
    "<a x=1/>",
    "<a x='<'/>",
    "<a>&</a>",
    "<a>&nope;</a>",
    "<a x='&nope;'/>",
    "<a>]]></a>",
    "<a><!-- -- --></a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>",
    "<a>\x01</a>",
    "<a>x\0x</a>"s,
    "<p:a/>",
    "<a p:x='1'/>",
    "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
    "<a>\xfc</a>",                                                               // Latin-1
    "<?xml version='1.0' encoding='iso-8859-1'?><a>\xfc</a>",                    // says so: still not UTF-8
    "<?xml version='1.0'?><a>" + std::string(200, 'x') + "\xf7\x80\x80\x80</a>", // above U+10FFFF, far behind
    "<a>\xc0\xbc</a>",                                                           // overlong
    "<a>\xed\xa0\x80</a>",                                                       // a surrogate
    "<?xml version='2.0'?><a/>",
    "<a/><?xml version='1.0'?>",
    utf16("<?xml version='1.0' encoding='utf-8'?><a>x</a>", false, true), // an encoding that lies
    utf16("<a>", false, true) + "\0\xd8"s + utf16("</a>", false, false),  // half a surrogate pair
};
BOOST_DATA_TEST_CASE(what_is_not_well_formed_is_refused, data::make(refused)) {
    BOOST_TEST(!read_xml(sample).ok());
    BOOST_TEST(text_of("<a>next</a>") == "next"); // the parser is reused
}

const std::string doctypes[] = {
    "<!DOCTYPE a><a/>",
    "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "<!DOCTYPE a PUBLIC '-//X' 'http://127.0.0.1:9/x.dtd'><a/>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>",
    "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>",
    "<?xml version='1.0'?>\n<!-- c -->\n<!DOCTYPE a><a/>",
    utf16("<!DOCTYPE a><a/>", false, true),
    utf16("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>", true, false),
};
BOOST_DATA_TEST_CASE(document_types_are_refused, data::make(doctypes)) {
    const auto elements = read_xml(sample);
    BOOST_REQUIRE(!elements.ok());
    BOOST_TEST(elements.error().message == "a document type is declared");
}

BOOST_AUTO_TEST_CASE(the_process_wide_lock_on_document_types_is_set) {
    const char* const value = std::getenv("XERCES_DISABLE_DTD");
    BOOST_REQUIRE(value != nullptr);
    BOOST_TEST(value == "1"s);
}

BOOST_AUTO_TEST_CASE(depth_is_bounded) {
    const auto nested = [](std::size_t depth) {
        return repeat("<a>", 3 * depth) + repeat("</a>", 4 * depth);
    };
    BOOST_TEST(read_xml(nested(xml_limits_of_requests.depth)).ok());
    const auto refused_one = read_xml(nested(xml_limits_of_requests.depth + 1));
    BOOST_REQUIRE(!refused_one.ok());
    BOOST_TEST(refused_one.error().message == "the elements are nested too deep");
}

/// "" when the document is read, else why it is refused.
std::string why_refused(std::string_view document) {
    const auto elements = read_xml(document);
    return elements ? "" : std::string(elements.error().message);
}

BOOST_AUTO_TEST_CASE(the_number_of_elements_is_bounded) {
    const auto with = [](std::size_t elements) {
        return "<a>" + repeat("<b/>", 4 * (elements - 1)) + "</a>";
    };
    BOOST_TEST(why_refused(with(xml_limits_of_requests.elements)) == "");
    BOOST_TEST(why_refused(with(xml_limits_of_requests.elements + 1)) == "there are too many elements");
}

BOOST_AUTO_TEST_CASE(the_number_of_attributes_is_bounded_in_every_encoding) {
    const auto with = [](std::size_t attributes) {
        std::string out = "<a";
        for (std::size_t i = 0; i < attributes; ++i) {
            out += " a" + std::to_string(i) + "=''";
        }
        return out + "/>";
    };
    const std::string most = with(xml_limits_of_requests.equals_signs);
    const std::string more = with(xml_limits_of_requests.equals_signs + 1);
    BOOST_TEST(why_refused(most) == "");
    BOOST_TEST(why_refused(more) == "there are too many attributes");
    for (const bool big_endian : {false, true}) {
        BOOST_TEST(why_refused(utf16(most, big_endian, true)) == "");
        BOOST_TEST(why_refused(utf16(more, big_endian, true)) == "there are too many attributes");
    }
}

BOOST_AUTO_TEST_CASE(a_document_that_wears_a_parser_out_is_still_read) {
    for (int i = 0; i < 5; ++i) {
        const std::string uri(400, static_cast<char>('a' + i));
        std::string document = "<a xmlns='" + uri + "'>";
        for (int n = 0; n < 10; ++n) {
            document += "<b" + std::to_string(n) + " xmlns='" + uri + std::to_string(n) + "'>x</b" +
                        std::to_string(n) + ">";
        }
        const auto elements = read_xml(document + "</a>");
        BOOST_REQUIRE(elements.ok());
        BOOST_REQUIRE_EQUAL(elements->size(), 11);
        BOOST_TEST(elements->front().name_space == uri);
        BOOST_TEST(elements->back().name_space == uri + "9");
        BOOST_TEST(elements->back().text == "x");
    }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have an allocator of their own
/// Bytes of the heap in use after documents of which each has names that no other has.
std::size_t heap_after(const std::function<std::string(std::string)>& document) {
    for (int i = 0; i < 1000; ++i) {
        [[maybe_unused]] const auto elements = read_xml(document("n" + std::to_string(i) + "x"));
    }
    return mallinfo2().uordblks;
}

// Xerces' pools keep what they have seen for as long as a parser lives. 1,000 such names are 100 KiB.
BOOST_AUTO_TEST_CASE(no_name_of_a_document_stays_behind) {
    using Document = std::function<std::string(std::string)>;
    const std::pair<const char*, Document> shapes[] = {
        {"URIs", [](const std::string& n) { return "<a xmlns='" + n + "'><b xmlns='" + n + "b'/></a>"; }},
        {"prefixes", [](const std::string& n) { return "<a xmlns:" + n + "='u'/>"; }},
        {"elements", [](const std::string& n) { return "<" + n + "/>"; }},
        {"attributes", [](const std::string& n) { return "<a " + n + "=''/>"; }},
        {"instructions", [](const std::string& n) { return "<a><?" + n + "?></a>"; }},
        {"refused", [](const std::string& n) { return "<a xmlns:" + n + "='" + n + "'><" + n + ":b>"; }},
        {"wide", [](const std::string& n) { return utf16("<a xmlns='" + n + "'/>", true, true); }},
    };
    for (const auto& [what, document] : shapes) {
        const std::size_t before = heap_after(document);
        const std::size_t after = heap_after([&](const std::string& n) { return document("m" + n); });
        BOOST_TEST(after < before + 64 * 1024, what << ": " << after - before << " bytes more");
    }
}
#endif

BOOST_AUTO_TEST_CASE(text_is_bounded_in_octets_of_utf8) {
    BOOST_TEST(text_of("<a>" + std::string(xml_limits_of_requests.text, 'x') + "</a>").size() ==
               xml_limits_of_requests.text);
    BOOST_TEST(text_of("<a>" + repeat("&amp;", 5 * xml_limits_of_requests.text) + "</a>").size() ==
               xml_limits_of_requests.text);
    BOOST_TEST(!read_xml("<a>" + std::string(xml_limits_of_requests.text + 1, 'x') + "</a>").ok());
    BOOST_TEST(!read_xml("<a>" + repeat("\xc3\xbc", xml_limits_of_requests.text + 2) + "</a>").ok());
    BOOST_TEST(!read_xml("<a>" + repeat("x<!---->", 8 * (xml_limits_of_requests.text + 1)) + "</a>").ok());
    BOOST_TEST(!read_xml("<a xmlns='" + std::string(xml_limits_of_requests.text + 1, 'u') + "'/>").ok());
    BOOST_TEST(!read_xml("<" + std::string(xml_limits_of_requests.text + 1, 'n') + "/>").ok());
}

// Complexity is a weakness of its own: 16 KiB of anything must cost less than 50 ms.
const std::string attacks[] = {
    repeat("<a>", 16384),
    "<a>" + repeat("<a/>", 16370) + "</a>",
    "<a xmlns='" + std::string(500, 'u') + "'>" + repeat("<a/>", 15800) + "</a>",
    "<a" + numbered(16300, [](std::size_t i) { return " a" + std::to_string(i) + "=''"; }) + "/>",
    "<a" + numbered(16300, [](std::size_t i) { return " xmlns:a" + std::to_string(i) + "='u'"; }) + "/>",
    "<a" + numbered(10000, [](std::size_t i) { return " xmlns:a" + std::to_string(i) + "='u'"; }) + ">" +
        repeat("<b/>", 6300) + "</a>",
    "<a" +
        numbered(16300,
                 [](std::size_t i) {
                     const std::string n = std::to_string(i);
                     return " xmlns:a" + n + "='u" + n + "' a" + n + ":x=''";
                 }) +
        "/>",
    "<a>" + repeat("&amp;", 16370) + "</a>",
    "<a>" + repeat("<!---->", 16370) + "</a>",
    "<a>" + repeat("<?p?>", 16370) + "</a>",
    "<a>" + std::string(16370, 'x') + "</a>",
    "<" + std::string(16380, 'x') + "/>",
    repeat("!\0\0\0"s, 16384),
    std::string(16384, '\0'),
    utf16("<a>" + repeat("<a/>", 8100) + "</a>", false, true),
};
BOOST_DATA_TEST_CASE(sixteen_kib_cost_less_than_50_ms, data::xrange(std::size(attacks))) {
    const std::clock_t start = std::clock();
    [[maybe_unused]] const auto elements = read_xml(attacks[sample]);
    const double ms = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
#ifdef __OPTIMIZE__
    BOOST_TEST(ms < 50);
#else
    BOOST_TEST(ms < 500);
#endif
}

BOOST_AUTO_TEST_CASE(each_thread_has_a_parser_of_its_own) {
    std::vector<std::thread> threads;
    std::vector<unsigned> right(4);
    for (unsigned& count : right) {
        threads.emplace_back([&count] {
            for (int i = 0; i < 200; ++i) {
                const std::string text = std::to_string(i);
                const auto elements = read_xml("<a><b>" + text + "</b></a>");
                count += elements.ok() && elements->size() == 2 && (*elements)[1].text == text ? 1U : 0U;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    BOOST_TEST(right == std::vector<unsigned>(4, 200), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(namespaces_that_are_wrong_are_refused) {
    for (const std::string_view document :
         {"<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:xml='x'/>", "<a xmlns:xmlns='x'/>",
          "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>", "<a:b:c xmlns:a='x'/>",
          "<a xmlns='http://www.w3.org/2000/xmlns/'/>"}) {
        BOOST_TEST(!read_xml(document).ok(), document);
    }
}

BOOST_AUTO_TEST_SUITE_END()
