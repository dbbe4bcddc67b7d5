// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_layout.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Sample {
    Provider provider = SmallDirectory::example_provider();
    WebPolicy web = default_policies().web;

    [[nodiscard]] std::string document(std::string_view typed, std::optional<WebText> error = {},
                                       WebLanguage language = WebLanguage::en) const {
        const WebPage page{WebTexts(language, web, provider), provider, web, typed};
        return web_document(page, WebText::settings_title, error ? "Oh" : "", "a{}",
                            [&](HtmlWriter& html) { write_form(html, page, error); });
    }
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_layout)

BOOST_AUTO_TEST_CASE(a_document_is_whole) {
    const std::string page = Sample().document("");
    BOOST_TEST(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"));
    BOOST_TEST(page.ends_with("</body>\n</html>\n"));
    BOOST_TEST(holds(page, "<title>Settings for  – Example Mail</title>"));
    BOOST_TEST(holds(page, "<style>a{}</style>"));
    BOOST_TEST(!holds(page, "<img"));
}

/// A GET would leave the address in logs and histories.
BOOST_AUTO_TEST_CASE(the_form_is_posted_to_this_very_page) {
    BOOST_TEST(holds(Sample().document(""),
                     "<form id=\"form\" class=\"card\" method=\"post\" action=\"/\" novalidate>"));
}

BOOST_AUTO_TEST_CASE(the_button_of_the_enter_key_is_the_first) {
    const std::string page = Sample().document("");
    BOOST_TEST(page.find("<button") ==
               page.find("<button class=\"button\" type=\"submit\">Show my settings"));
}

BOOST_AUTO_TEST_CASE(every_language_is_a_button_of_the_form) {
    const std::string page = Sample().document("", {}, WebLanguage::de);
    BOOST_TEST(holds(page, "<html lang=\"de\">"));
    BOOST_TEST(holds(page, "name=\"now\" value=\"de\""));
    for (std::size_t i = 0; i < web_language_tags.size(); ++i) {
        const std::string tag(web_language_tags[i]);
        const std::string current = tag == "de" ? " aria-current=\"true\"" : "";
        BOOST_TEST(holds(page, "<button type=\"submit\" form=\"form\" name=\"lang\" value=\"" + tag +
                                   "\" lang=\"" + tag + "\"" + current + ">" +
                                   std::string(web_language_names[i]) + "</button>"));
    }
}

BOOST_AUTO_TEST_CASE(what_was_typed_stays_and_is_escaped) {
    BOOST_TEST(holds(Sample().document("\"><script>alert(1)</script>"),
                     "value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
}

BOOST_AUTO_TEST_CASE(an_address_is_isolated_from_the_text_around_it) {
    const std::string page = Sample().document("<שם>@b.example");
    BOOST_TEST(holds(page, "<h1>Settings for <bdi>&lt;שם&gt;@b.example</bdi></h1>"));
    BOOST_TEST(holds(page, "<title>Settings for &lt;שם&gt;@b.example – Example Mail</title>"));
}

BOOST_AUTO_TEST_CASE(an_error_belongs_to_the_field) {
    const std::string good = Sample().document("a@b.example");
    BOOST_TEST(holds(good, "value=\"a@b.example\" aria-describedby=\"hint\">"));
    BOOST_TEST(!holds(good, "role=\"alert\""));
    const std::string bad = Sample().document("a", WebText::error_invalid);
    BOOST_TEST(holds(bad, "value=\"a\" aria-describedby=\"error hint\" aria-invalid=\"true\">"));
    BOOST_TEST(
        holds(bad, "<p id=\"error\" class=\"error\" role=\"alert\">This is not a complete email address."));
    BOOST_TEST(holds(bad, "<title>Oh: Settings"));
}

BOOST_AUTO_TEST_CASE(a_logo_is_decoration_beside_the_name) {
    Sample sample;
    sample.web.logo = test::url("https://a.example/?a&b");
    BOOST_TEST(
        holds(sample.document(""), "<header><img src=\"https://a.example/?a&amp;b\" alt=\"\">\n<p>Example"));
}

BOOST_AUTO_TEST_SUITE_END()
