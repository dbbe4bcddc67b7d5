// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_texts.hpp"

#include "autodiscover/base/text.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// "{address}{provider}": those of a text, sorted.
std::string placeholders(std::string_view text) {
    std::set<std::string_view> found;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        found.insert(text.substr(at, text.find('}', at) + 1 - at));
    }
    std::string out;
    for (const std::string_view each : found) {
        out.append(each);
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_texts)

BOOST_AUTO_TEST_CASE(every_language_has_every_text_with_the_same_placeholders) {
    for (std::size_t language = 0; language < web_language_tags.size(); ++language) {
        for (std::size_t name = 0; name < web_text_names.size(); ++name) {
            const std::string_view text =
                shipped_text(static_cast<WebLanguage>(language), static_cast<WebText>(name));
            const std::string where =
                std::string(web_language_tags[language]) + "." + std::string(web_text_names[name]);
            BOOST_TEST(!text.empty(), where);
            BOOST_TEST(trim(text) == text, where);
            BOOST_TEST((is_xml_text(text) && !has_control_character(text)), where);
            BOOST_TEST(has_only_placeholders(text, web_text_placeholders[name]), where);
            BOOST_TEST(placeholders(text) ==
                           placeholders(shipped_text(WebLanguage::en, static_cast<WebText>(name))),
                       where);
        }
    }
}

BOOST_AUTO_TEST_CASE(languages_differ) {
    // All but names and abbreviations are translated.
    for (const WebText name : {WebText::title, WebText::intro, WebText::submit, WebText::unknown_text,
                               WebText::apple_hint, WebText::outlook, WebText::imap, WebText::login}) {
        std::set<std::string_view> seen;
        for (std::size_t language = 0; language < web_language_tags.size(); ++language) {
            seen.insert(shipped_text(static_cast<WebLanguage>(language), name));
        }
        BOOST_TEST(seen.size() == web_language_tags.size(), web_text_names[static_cast<std::size_t>(name)]);
    }
    BOOST_TEST(shipped_text(WebLanguage::pt, WebText::language) == "Idioma");
    BOOST_TEST(shipped_text(WebLanguage::pl, WebText::language) == "Język");
}

BOOST_AUTO_TEST_CASE(a_language_is_chosen_by_tag_or_by_the_browser) {
    BOOST_TEST((web_language("de") == WebLanguage::de));
    BOOST_TEST(!web_language("DE").has_value());
    BOOST_TEST(!web_language("").has_value());
    BOOST_TEST(!web_language("xx").has_value());
    BOOST_TEST((negotiated_language("nl-BE,fr;q=0.5") == WebLanguage::nl));
    BOOST_TEST((negotiated_language("tr") == WebLanguage::en));
    BOOST_TEST((negotiated_language("") == WebLanguage::en));
}

BOOST_AUTO_TEST_CASE(placeholders_are_filled_in_once) {
    const Provider provider = SmallDirectory::example_provider();
    WebPolicy web = default_policies().web;
    const WebTexts texts(WebLanguage::en, web, provider);
    BOOST_TEST(texts.filled(WebText::settings_title, "{provider}") == "Settings for {provider}");
    BOOST_TEST(texts.filled(WebText::no_settings).ends_with("Please ask Example Mail."));
    BOOST_TEST(texts.filled(WebText::submit) == "Show my settings");
}

BOOST_AUTO_TEST_CASE(the_operator_replaces_texts_of_one_language) {
    const Provider provider = SmallDirectory::example_provider();
    WebPolicy web = default_policies().web;
    web.texts = {{WebLanguage::de, WebText::title, "{provider}: E-Mail"},
                 {WebLanguage::de, WebText::submit, "Los"}};
    const WebTexts german(WebLanguage::de, web, provider);
    BOOST_TEST(german.filled(WebText::title) == "Example Mail: E-Mail");
    BOOST_TEST(german[WebText::submit] == "Los");
    BOOST_TEST(german[WebText::copy] == "Kopieren");
    BOOST_TEST(WebTexts(WebLanguage::en, web, provider)[WebText::submit] == "Show my settings");
    BOOST_TEST(german.tag() == "de");
}

BOOST_AUTO_TEST_CASE(placeholders_of_an_operator_are_judged) {
    BOOST_TEST(has_only_placeholders("a {address} b {provider}", "{address} {provider}"));
    BOOST_TEST(has_only_placeholders("none", ""));
    for (const char* const text : {"{", "a {address", "{name}", "{}", "{address}{", "{provider}"}) {
        BOOST_TEST(!has_only_placeholders(text, "{address}"), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
