// SPDX-License-Identifier: MIT
// Documents of others, within xml_limits_of_documents: attributes are kept, a DOCTYPE is skipped and never
// read.
#include "../../../src/format/xml_source.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ctime>
#include <malloc.h>
#include <string>

using namespace autodiscover;
using namespace std::string_literals;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(xml_source)

/// The elements in one line, or why there are none.
std::string outline(std::string_view document, const XmlLimits& limits = xml_limits_of_documents) {
    const auto elements = read_xml(document, limits);
    std::string out = elements ? "" : elements.error().message;
    for (std::size_t i = 0; elements && i < elements->size(); ++i) {
        const XmlElement& e = (*elements)[i];
        out += e.local_name;
        for (const XmlAttribute& attribute : e.attributes) {
            out += "[" + attribute.local_name + "=" + attribute.value + "]";
        }
        out += "(" + e.text + ")";
    }
    return out;
}

std::string repeat(std::string_view piece, std::size_t times) {
    std::string out;
    for (; times > 0; --times) {
        out += piece;
    }
    return out;
}

BOOST_AUTO_TEST_CASE(attributes_are_kept_without_namespace_declarations) {
    BOOST_TEST(
        outline("<a xmlns='u' xmlns:p='v' x='1' p:y='&lt;&#10;\xc3\xbc'><p:b z=\"\">t</p:b><c/></a>") ==
        "a[x=1][y=<\n\xc3\xbc]()b[z=](t)c()");
}

BOOST_AUTO_TEST_CASE(requests_have_no_attributes_and_leave_none) {
    BOOST_TEST(outline("<a x='1'/>") == "a[x=1]()");
    const auto elements = read_xml("<a x='1'/>");
    BOOST_REQUIRE(elements.ok());
    BOOST_TEST(elements->front().attributes.empty());
}

const std::string skipped[] = {
    "<!DOCTYPE a><a/>",
    "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "<!DOCTYPE a PUBLIC \"-//X//[>'\" 'http://127.0.0.1:9/x.dtd?<[>'\n><a/>",
    "\xef\xbb\xbf \n<?xml version='1.0'?>\n<!-- <!DOCTYPE b [ --><?p > ?><!DOCTYPE a>\n<!-- - --><a/>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE a>\n<a/>\n",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><?p ?><a/>",
    "<!-- <!DOCTYPE b> --><a/>",
};
BOOST_DATA_TEST_CASE(a_document_type_without_declarations_is_skipped, data::make(skipped)) {
    BOOST_TEST(outline(sample) == "a()");
}

BOOST_AUTO_TEST_CASE(the_word_in_a_text_is_text) {
    BOOST_TEST(outline("<a><![CDATA[<!DOCTYPE html [>]]></a>") == "a(<!DOCTYPE html [>)");
}

const std::string laughs =
    "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;'>]>";
const std::string declaring[] = {
    laughs + "<a>&d;</a>",
    laughs + "<a x='&d;'/>",
    laughs + "<a/>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]><a/>",
    "<!DOCTYPE a SYSTEM 'x' [<!ATTLIST a b CDATA 'default'>]><a/>",
    "<!DOCTYPE a []><a/>",
    "<!DOCTYPE a [<!ENTITY x ']><b/><?x '> ]><a/><?y ?>", // Xerces would take b for the root
    "<!DOCTYPE a <a/>",
    "<!DOCTYPE a SYSTEM '><a/>",
    "<!-- c --><!DOCTYPE a [",
};
BOOST_DATA_TEST_CASE(a_document_type_with_declarations_is_refused, data::make(declaring)) {
    BOOST_TEST(outline(sample) == "the document type has declarations of its own");
}

const std::string malformed[] = {
    "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>",
    "<!DOCTYPE a><!DOCTYPE a><a/>",
    "<!DOCTYPE a><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
    "<a/><!DOCTYPE a>",
    "<a><!DOCTYPE a></a>",
    "<!doctype a><a/>",
    "x<!DOCTYPE a><a/>",
    "<!DOCTYPE a>",
    "<?p <!DOCTYPE a><a/>",
    "<!--><!DOCTYPE a><a/>",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><?xml version=\"1.0\"?><a/>",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml version=\"1.0\"?><a/>",
    "<!DOCTYPE a><?xml version='1.0'?><a/>",
    "<a b='1' b='2'/>",
    "<a>",
    "",
};
BOOST_DATA_TEST_CASE(what_is_not_well_formed_is_refused, data::make(malformed)) {
    BOOST_TEST(outline(sample) == "the document is not well-formed");
}

BOOST_AUTO_TEST_CASE(a_document_type_in_utf16_is_refused) {
    std::string wide;
    for (const char c : "<!DOCTYPE a><a/>"s) {
        wide += c + "\0"s;
    }
    BOOST_TEST(outline(wide) == "a document type is declared");
}

BOOST_AUTO_TEST_CASE(the_declaration_of_most_documents_may_be_followed_by_anything_but_another) {
    for (const std::string declaration :
         {R"(<?xml version="1.0" encoding="utf-8"?>)", R"(<?xml version="1.0" encoding="UTF-8"?>)"}) {
        BOOST_TEST(xml_source_of(declaration + "\n<a/>", xml_limits_of_requests)->document == "\n<a/>");
        BOOST_TEST(!read_xml(declaration + R"(<?xml version="1.0"?><a/>)").ok());
        BOOST_TEST(!read_xml(declaration + R"( <?xml version="1.0"?><a/>)").ok());
        BOOST_TEST(!read_xml(declaration + declaration + "<a/>").ok());
        BOOST_TEST(!read_xml(declaration).ok());
        BOOST_TEST(read_xml(declaration + "<?p ?><a/>").ok());
    }
}

BOOST_AUTO_TEST_CASE(documents_have_limits_of_their_own) {
    const XmlLimits& most = xml_limits_of_documents;
    const std::string text(most.text, 'x');
    BOOST_TEST(outline("<a b='" + text + "'>" + text + "</a>") == "a[b=" + text + "](" + text + ")");
    BOOST_TEST(outline("<a b='x" + text + "'/>") == "a text is too long");
    BOOST_TEST(outline("<a>x" + text + "</a>") == "a text is too long");
    BOOST_TEST(outline("<a>" + repeat("<b/>", most.elements - 1) + "</a>") ==
               "a()" + repeat("b()", most.elements - 1));
    BOOST_TEST(outline("<a>" + repeat("<b/>", most.elements) + "</a>") == "there are too many elements");
    BOOST_TEST(outline("<a>" + repeat("<b c=''/>", most.elements) + "=</a>") ==
               "there are too many attributes");
    BOOST_TEST(outline(repeat("<a>", most.depth + 1)) == "the elements are nested too deep");
    BOOST_TEST(outline("<a>" + repeat("<b>&amp;</b>", 4000) + "</a>") == "a()" + repeat("b(&)", 4000));
    BOOST_TEST(outline("<a/>" + std::string(most.bytes - 4, ' ')) == "a()");
    BOOST_TEST(outline("<a/>" + std::string(most.bytes - 3, ' ')) == "the document is too long");
}

/// `piece` so many times, with "@" as the number of each.
std::string numbered(const std::string& piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) {
        for (const char c : piece) {
            out += c == '@' ? std::to_string(i) : std::string(1, c);
        }
    }
    return out;
}

constexpr std::size_t most_attributes = xml_limits_of_documents.equals_signs;
const std::string attacks[] = {
    "<a" + numbered(" a@=''", most_attributes) + "/>",
    "<a" + numbered(" xmlns:a@='u'", most_attributes) + "/>",
    "<a" + numbered(" xmlns:a@='u@'", most_attributes) + "/>",
    "<a" + numbered(" xmlns:a@='u@' a@:x=''", most_attributes / 2) + "/>",
    "<a>" + numbered("<a@ b='' c@=''/>", most_attributes / 2) + "</a>",
    "<a" + numbered(" xmlns:a@='u'", most_attributes) + ">" + repeat("<b/>", 4000) + "</a>",
    "<a>" + repeat("<b>&lt;<!----></b>", 4000) + "</a>",
    "<a>" + repeat("&lt;<!---->", 16000) + "</a>",
    "<!DOCTYPE a '" + std::string(200000, '[') + "'><a/>",
    repeat("<!---->", 30000) + "<!DOCTYPE a>" + repeat("<?p?>", 5000) + "<a/>",
};
BOOST_DATA_TEST_CASE(no_document_costs_much, data::xrange(std::size(attacks))) {
    const std::clock_t start = std::clock();
    const std::string read = outline(attacks[sample]);
    const double ms = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    BOOST_TEST_MESSAGE(sample << ": " << ms << " ms, " << read.substr(0, 40));
#ifdef __OPTIMIZE__
    BOOST_TEST(ms < 300);
#else
    BOOST_TEST(ms < 3000);
#endif
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have an allocator of their own
BOOST_AUTO_TEST_CASE(a_document_leaves_no_name_behind) {
    const auto heap_after = [](const std::string& name) {
        for (int i = 0; i < 50; ++i) {
            const std::string n = name + std::to_string(i);
            outline("<a>" + numbered("<b xmlns:" + n + "@='" + n + "' " + n + "@:c=''/>", 1000) + "</a>");
            outline("<a>" + numbered("<b xmlns:" + n + "@='" + n + "' " + n + "@:c=''/>", 1000));
        }
        return mallinfo2().uordblks;
    };
    const std::size_t before = heap_after("x");
    BOOST_TEST(heap_after("y") < before + 64 * 1024);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
