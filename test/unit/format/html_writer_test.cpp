// SPDX-License-Identifier: MIT
#include "autodiscover/format/html_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(html_writer)

BOOST_AUTO_TEST_CASE(elements_nest_and_are_closed) {
    Output out;
    HtmlWriter html(out);
    html.doctype();
    html.element("html", {{"lang", "en"}}, [&] {
        html.element("body", [&] {
            html.text("a");
            html.text_element("p", "b", {{"class", "c"}});
            html.void_element("input", {HtmlWriter::Attribute::present("required"), {"value", ""}});
        });
    });
    BOOST_TEST(out.view() == "<!DOCTYPE html>\n<html lang=\"en\"><body>a<p class=\"c\">b</p>\n"
                             "<input required value=\"\">\n</body>\n</html>\n");
}

BOOST_AUTO_TEST_CASE(every_text_is_escaped) {
    Output out;
    HtmlWriter html(out);
    html.text_element("p", "<b>&\"'", {{"title", "\"><script>'&"}});
    html.text("</p>");
    BOOST_TEST(out.view() ==
               "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&amp;&quot;&#39;</p>\n&lt;/p&gt;");
    BOOST_CHECK_THROW(html.text("\x01"), std::invalid_argument);
    BOOST_CHECK_THROW(html.text("\xff"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_attribute_may_depend_on_a_condition) {
    Output out;
    HtmlWriter html(out);
    html.text_element(
        "a", "", {HtmlWriter::Attribute::when(true, "b", "c"), HtmlWriter::Attribute::when(false, "d", "e")});
    BOOST_TEST(out.view() == "<a b=\"c\"></a>\n");
}

BOOST_AUTO_TEST_CASE(isolated_text_is_escaped_and_adds_no_space) {
    Output out;
    HtmlWriter html(out);
    html.isolated("<שם>");
    html.text(".");
    BOOST_TEST(out.view() == "<bdi>&lt;שם&gt;</bdi>.");
}

BOOST_AUTO_TEST_CASE(a_style_or_script_is_byte_for_byte_and_never_ends_early) {
    Output out;
    HtmlWriter html(out);
    html.raw_text_element("style", "a>b{content:\"&\"}");
    BOOST_TEST(out.view() == "<style>a>b{content:\"&\"}</style>\n");
    BOOST_CHECK_THROW(html.raw_text_element("style", "</style>"), std::invalid_argument);
    BOOST_CHECK_THROW(html.raw_text_element("script", "a<!--"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
