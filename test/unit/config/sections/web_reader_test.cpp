// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/web_reader.hpp"

#include "autodiscover/config/sections/policy_reader.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(web_reader)

BOOST_AUTO_TEST_CASE(each_key_has_its_place_and_a_domain_its_own) {
    const Config config =
        load_after("web: { logo: 'https://B\xc3\xbc"
                   "cher.example/l.svg', accent: '#F00',\n"
                   "  texts: { de: { title: Hallo, submit: Los }, en: { title: Hello } } }\n"
                   "domains:\n"
                   "  a.example: { web: { enabled: false } }\n"
                   "  b.example: { web: { logo: '', accent_dark: '#00ff00' } }\n"
                   "  c.example: { web: { texts: { de: { title: '{provider}' } } } }\n");
    const auto web = [&](std::string_view domain) -> const WebPolicy& {
        return config.domains.find(domain)->policies->web;
    };
    const WebPolicy& top = config.domains.defaults().policies->web;
    BOOST_TEST(top.enabled);
    BOOST_TEST(top.logo->text() == "https://xn--bcher-kva.example/l.svg");
    BOOST_TEST((top.accent == Colour{255, 0, 0}));
    BOOST_TEST((top.accent_dark == Colour{255, 0, 0}));
    BOOST_REQUIRE(top.texts.size() == 3U);
    BOOST_TEST((top.texts[1].language == WebLanguage::de));
    BOOST_TEST((top.texts[1].name == WebText::submit));
    BOOST_TEST(top.texts[1].text == "Los");
    BOOST_TEST(!web("a.example").enabled);
    BOOST_TEST((web("a.example").logo == top.logo));
    BOOST_TEST(!web("b.example").logo);
    BOOST_TEST((web("b.example").accent == Colour{255, 0, 0}));
    BOOST_TEST((web("b.example").accent_dark == Colour{0, 255, 0}));
    BOOST_REQUIRE(web("c.example").texts.size() == 3U);
    BOOST_TEST(web("c.example").texts[0].text == "{provider}");
    BOOST_TEST(web("c.example").texts[2].text == "Hello");
}

BOOST_AUTO_TEST_CASE(defaults) {
    const Config config = load_after("");
    const WebPolicy& web = config.domains.defaults().policies->web;
    BOOST_TEST(web.enabled);
    BOOST_TEST(!web.logo);
    BOOST_TEST((web.accent == default_policies().web.accent));
    BOOST_TEST((web.accent_dark == default_policies().web.accent_dark));
    BOOST_TEST(web.texts.empty());
}

BOOST_AUTO_TEST_CASE(no_url_of_another_scheme) {
    BOOST_TEST(
        findings_after("web: { logo: 'javascript:alert(1)' }\n") ==
        "c:6:14: `logo`: must be an https URL such as `https://example.com/`, not `javascript:alert(1)`\n");
    BOOST_TEST(
        findings_after("web: { logo: 'http://a.example/l.png' }\n") ==
        "c:6:14: `logo`: must be an https URL such as `https://example.com/`, not `http://a.example/l.png`\n");
    BOOST_TEST(
        findings_after("web: { logo: 'data:image/png;base64,AA' }\n").starts_with("c:6:14: `logo`: must be"));
    BOOST_TEST(findings_after("web: { logo: \"https://a.example/'; script-src *\" }\n")
                   .starts_with("c:6:14: `logo`: "));
    BOOST_TEST(
        findings("provider: { name: Example, domain: example.com, documentation: [{ url: 'javascript:x' }],\n"
                 "  webmail_url: 'http://a.b/', home_url: 'javascript:y' }\n"
                 "services: { imaps: &s { host: a.b }, submissions: *s }\n") ==
        "c:1:72: `url`: must be an https URL such as `https://example.com/`, not `javascript:x`\n"
        "c:2:16: `webmail_url`: must be an https URL such as `https://example.com/`, not `http://a.b/`\n"
        "c:2:41: `home_url`: must be an https URL such as `https://example.com/`, not `javascript:y`\n");
}

BOOST_AUTO_TEST_CASE(bad_values) {
    BOOST_TEST(
        findings_after("web:\n"
                       "  accent: red\n"
                       "  accent_dark: '#12'\n"
                       "  color: '#fff'\n"
                       "  texts:\n"
                       "    xx: { title: a }\n"
                       "    de: { titel: a, title: '{name}', submit: '{address}', intro: '', copy: [a] }\n"
                       "    en: Hello\n") ==
        "c:7:11: `accent`: must be a colour such as \"#0b5fff\" or \"#06f\", in quotes\n"
        "c:8:16: `accent_dark`: must be a colour such as \"#0b5fff\" or \"#06f\", in quotes\n"
        "c:9:3: unknown key `color` in `web`; expected one of `enabled`, `logo`, `accent`, `accent_dark`, "
        "`texts`\n"
        "c:11:5: there is no language `xx`, only en, de, es, fr, it, nl, pl, pt\n"
        "c:12:11: there is no text `titel`, did you mean `title`?\n"
        "c:12:28: `title` holds braces; all that is filled in here is {provider}\n"
        "c:12:46: `submit` holds braces; nothing is filled in here\n"
        "c:12:66: `intro` is empty, it must be text, at most 500 characters\n"
        "c:12:76: `copy` must be text, at most 500 characters, not a list\n"
        "c:13:9: `en` must be a mapping (`key: value` lines), not `Hello`\n");
}

BOOST_AUTO_TEST_SUITE_END()
