// SPDX-License-Identifier: MIT
// The writer copies and checks up to sixteen octets at once; these tests put every kind of octet at every
// place of texts of every length around that, and compare with what an octet at a time gives.
#include "autodiscover/format/xml_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using namespace autodiscover;

namespace {

std::string slowly_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        case '\t':
            out += "&#9;";
            break;
        case '\n':
            out += "&#10;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string written(std::string_view text) {
    std::string out;
    {
        XmlWriter xml(out);
        const auto root = xml.element("r", {{"a", text}});
        xml.text_element("t", text);
        xml.text_element("u", text, {{"b", text}, {"c", "d"}});
        xml.empty_element("e", {{"f", text}});
    }
    return out;
}

std::string expected(std::string_view text) {
    const std::string e = slowly_escaped(text);
    return "<r a=\"" + e + "\">\n  <t>" + e + "</t>\n  <u b=\"" + e + "\" c=\"d\">" + e + "</u>\n  <e f=\"" +
           e + "\"/>\n</r>\n";
}

constexpr std::size_t longest = 50;

} // namespace

BOOST_AUTO_TEST_SUITE(xml_writer_lengths)

BOOST_AUTO_TEST_CASE(every_ascii_octet_at_every_place) {
    for (std::size_t length = 0; length <= longest; ++length) {
        const std::string plain(length, 'x');
        BOOST_TEST(written(plain) == expected(plain));
        for (std::size_t at = 0; at < length; ++at) {
            for (int c = 0; c < 0x80; ++c) {
                std::string text = plain;
                text[at] = static_cast<char>(c);
                if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
                    BOOST_CHECK_THROW(written(text), std::invalid_argument);
                } else if (written(text) != expected(text)) {
                    BOOST_TEST(written(text) == expected(text));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(beyond_ascii_at_every_place) {
    for (std::size_t length = 0; length <= longest; ++length) {
        for (std::size_t at = 0; at <= length; ++at) {
            const std::string plain(length, 'x');
            const std::string good = std::string(plain).insert(at, "\xe2\x82\xac");
            BOOST_TEST(written(good) == expected(good));
            for (const char* bad : {"\x80", "\xff", "\xe2\x82", "\xc0\xbc", "\xed\xa0\x80", "\xef\xbf\xbe"}) {
                BOOST_CHECK_THROW(written(std::string(plain).insert(at, bad)), std::invalid_argument);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(deep_and_long) {
    std::string out = "before";
    std::string expected_text = out;
    const std::string text(5000, '&');
    {
        XmlWriter xml(out);
        const auto a = xml.element("a");
        const auto b = xml.element("b");
        const auto c = xml.element("c");
        const auto d = xml.element("d");
        const auto e = xml.element("e");
        const auto f = xml.element("f");
        const auto g = xml.element("g");
        const auto h = xml.element("h");
        const auto i = xml.element("i");
        const auto j = xml.element("a-name-of-more-than-sixteen-octets");
        xml.text_element("k", text);
    }
    const std::string names[] = {"a", "b", "c", "d", "e",
                                 "f", "g", "h", "i", "a-name-of-more-than-sixteen-octets"};
    std::string end;
    std::string indent;
    for (const std::string& name : names) {
        expected_text += indent + "<" + name + ">\n";
        end.insert(0, indent + "</" + name + ">\n");
        indent += "  ";
    }
    expected_text += indent + "<k>" + slowly_escaped(text) + "</k>\n" + end;
    BOOST_TEST(out == expected_text);
}

BOOST_AUTO_TEST_CASE(the_text_is_exact_whenever_nothing_is_open) {
    std::string out;
    out.reserve(1000);
    XmlWriter xml(out);
    xml.declaration();
    BOOST_TEST(out == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.clear();
    XmlWriter next(out);
    next.text_element("a", "1");
    next.text_element("b", "2", {{"x", "y"}});
    next.empty_element("c");
    { const auto d = next.element("d"); }
    BOOST_TEST(out == "<a>1</a>\n<b x=\"y\">2</b>\n<c/>\n<d>\n</d>\n");
    BOOST_TEST(out.capacity() == 1000U, "nothing was allocated");
}

BOOST_AUTO_TEST_SUITE_END()
