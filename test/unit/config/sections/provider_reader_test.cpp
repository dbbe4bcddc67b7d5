// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/provider_reader.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::string_view services = "services: { imaps: &s { host: a.b }, submissions: *s }\n";
constexpr std::string_view oauth2 = "{ issuer: https://id.example.com/, scope: mail, authorization_url: "
                                    "https://id.example.com/a, token_url: https://id.example.com/t }";

/// A provider with these lines of its own, which begin in line 5.
std::string file(std::string_view lines, std::string_view more = "") {
    return std::string(services) + "provider:\n  name: Example\n  domain: example.com\n" +
           std::string(lines) + std::string(more);
}

} // namespace

BOOST_AUTO_TEST_SUITE(provider_reader)

BOOST_AUTO_TEST_CASE(all_keys) {
    const Config config = load_text(
        file("  home_url: https://B\xc3\xbc"
             "cher.example/\n"
             "  webmail_url: https://webmail.example.com/\n"
             "  developer_url: https://dev.example.com/\n"
             "  contact: [mailto:a@b\xc3\xbc"
             "cher.example, https://example.com/]\n"
             "  logo:\n"
             "    - { url: https://example.com/a.svg, content_type: image/svg+xml }\n"
             "    - { url: https://example.com/a.png, content_type: Image/PNG, width: 64, height: 32 }\n"
             "  oauth2: { issuer: https://ID.example.com, scope: a b, client_id: open, authorization_url: "
             "'https://id.example.com/a?x=y', token_url: https://id.example.com/t }\n"));
    const Provider& provider = *config.domains.defaults().provider;
    BOOST_TEST(provider.home_url->text() == "https://xn--bcher-kva.example/");
    BOOST_TEST(provider.webmail_url->text() == "https://webmail.example.com/");
    BOOST_TEST(provider.developer_url->text() == "https://dev.example.com/");
    BOOST_REQUIRE(provider.contact.size() == 2U);
    BOOST_TEST(provider.contact[0] == "mailto:a@xn--bcher-kva.example");
    BOOST_REQUIRE(provider.logos.size() == 2U);
    BOOST_TEST(provider.logos[0].url == "https://example.com/a.svg");
    BOOST_TEST(provider.logos[0].width == 0U);
    BOOST_TEST(provider.logos[1].content_type == "image/png");
    BOOST_TEST(provider.logos[1].width == 64U);
    BOOST_TEST(provider.logos[1].height == 32U);
    BOOST_REQUIRE(provider.oauth2.has_value());
    BOOST_TEST(provider.oauth2->issuer == "https://ID.example.com");
    BOOST_TEST(provider.oauth2->scope == "a b");
    BOOST_TEST(provider.oauth2->authorization_url == "https://id.example.com/a?x=y");
    BOOST_TEST(provider.oauth2->token_url == "https://id.example.com/t");
    BOOST_TEST(provider.oauth2->client_id == "open");
}

BOOST_AUTO_TEST_CASE(nothing_is_the_default) {
    const Config config = load_text(file(""));
    const Provider& provider = *config.domains.defaults().provider;
    BOOST_TEST(!provider.home_url);
    BOOST_TEST(!provider.webmail_url);
    BOOST_TEST(!provider.developer_url);
    BOOST_TEST(provider.contact.empty());
    BOOST_TEST(provider.logos.empty());
    BOOST_TEST(!provider.oauth2.has_value());
}

BOOST_AUTO_TEST_CASE(a_domain_replaces_and_takes_away) {
    const Config config = load_text(
        file("  home_url: https://example.com/\n  contact: mailto:a@example.com\n"
             "  logo: [{ url: https://example.com/a, content_type: image/png }]\n  oauth2: " +
                 std::string(oauth2) + "\n",
             "domains:\n"
             "  a.example: { home_url: '', contact: [], logo: [], oauth2: false }\n"
             "  b.example: { webmail_url: https://b.example/, oauth2: { issuer: https://b.example, scope: b, "
             "authorization_url: https://b.example/a, token_url: https://b.example/t } }\n"));
    const Provider& a = *config.domains.find("a.example")->provider;
    BOOST_TEST(!a.home_url);
    BOOST_TEST(a.contact.empty());
    BOOST_TEST(a.logos.empty());
    BOOST_TEST(!a.oauth2.has_value());
    const Provider& b = *config.domains.find("b.example")->provider;
    BOOST_TEST(b.home_url->text() == "https://example.com/");
    BOOST_TEST(b.webmail_url->text() == "https://b.example/");
    BOOST_TEST(b.logos.size() == 1U);
    BOOST_TEST(b.oauth2->issuer == "https://b.example");
    BOOST_TEST(config.domains.defaults().provider->oauth2->client_id == "");
}

BOOST_AUTO_TEST_CASE(bad_values) {
    BOOST_TEST(
        findings(file("  home_url: http://example.com/\n"
                      "  contact: [a@example.com, mailto:a]\n"
                      "  logo:\n"
                      "    - { url: https://example.com/a }\n"
                      "    - { url: a, content_type: text/html, width: 0 }\n"
                      "    - { url: https://a.b, content_type: image/svg+xml, height: 9 }\n"
                      "    - { url: https://a.b, content_type: image/svg+xml, width: 9 }\n"
                      "    - https://a.b\n"
                      "  oauth2: { issuer: 'https://a.b?c', scope: 'a  b', token_url: x }\n")) ==
        "c:5:13: `home_url`: must be an https URL such as `https://example.com/`, not "
        "`http://example.com/`\n"
        "c:6:13: `contact`: must be a URI such as `mailto:help@example.com` or `https://example.com/`, "
        "not `a@example.com`\n"
        "c:6:28: `contact`: no address behind mailto: the address has no @\n"
        "c:8:7: missing required key `content_type` (a media type of a picture)\n"
        "c:9:14: `url`: must be an https URL such as `https://example.com/`, not `a`\n"
        "c:9:31: `content_type`: must be the media type of a picture such as `image/svg+xml`, not "
        "`text/html`\n"
        "c:9:49: `width` must be a number of pixels from 1 to 65535, not `0`\n"
        "c:10:64: `image/svg+xml` has any size; leave out `width` and `height`\n"
        "c:11:63: `image/svg+xml` has any size; leave out `width` and `height`\n"
        "c:12:7: this must be a mapping (`key: value`), not `https://a.b`\n"
        "c:13:3: missing required key `authorization_url` (an https URL, at most 2048 characters)\n"
        "c:13:21: `issuer`: an issuer has neither a query (`?`) nor a fragment (`#`)\n"
        "c:13:45: `scope`: must be words in ASCII with one blank between two, without \" and \\\n"
        "c:13:64: `token_url`: must be an https URL such as `https://example.com/`, not `x`\n");
    BOOST_TEST(findings(file("  logo: https://a.b\n  oauth2: true\n")) ==
               "c:5:9: `logo` must be a list of mappings such as `- url: https://example.com/help`, not "
               "`https://a.b`\n"
               "c:6:11: `oauth2` must be a mapping (`key: value` lines), not `true`\n");
}

BOOST_AUTO_TEST_CASE(documentation) {
    BOOST_TEST(
        findings("provider:\n"
                 "  name: Example\n"
                 "  domain: example.com\n"
                 "  documentation:\n"
                 "    - url: http://example.com/\n"
                 "      text: { en_US: Help, de: Hilfe, fr: [] }\n"
                 "    - text: { en: Help }\n"
                 "    - https://example.com/\n"
                 "services: { imaps: &s { host: a.b }, submissions: *s }\n") ==
        "c:5:12: `url`: must be an https URL such as `https://example.com/`, not `http://example.com/`\n"
        "c:6:15: `en_US` is not a language tag such as `en` or `pt-BR`\n"
        "c:6:43: `text` must be a mapping of language tags to texts, not a list\n"
        "c:7:7: missing required key `url` (an https URL, at most 1000 characters)\n"
        "c:8:7: this must be a mapping (`key: value`), not `https://example.com/`\n");
    BOOST_TEST(
        findings_after("domains: { a.example: { documentation: 'https://example.com/' } }\n") ==
        "c:6:40: `documentation` must be a list of mappings such as `- url: https://example.com/help`, "
        "not `https://example.com/`\n");
}

BOOST_AUTO_TEST_CASE(short_name_follows_from_name_or_domain) {
    const auto short_name = [](std::string_view provider) {
        return load_text("provider: { " + std::string(provider) +
                         " }\nservices: { imaps: &s { host: a.b }, submissions: *s }\n")
            .domains.defaults()
            .provider->short_name;
    };
    BOOST_TEST(short_name("name: Twenty characters xx, domain: example.com") == "Twenty characters xx");
    BOOST_TEST(short_name("name: Twenty-one characters, domain: example.com") == "example.com");
    BOOST_TEST(short_name("name: Twenty-one characters, domain: a.very.long.example.com") ==
               "a.very.long.example.");
    BOOST_TEST(short_name("name: Example, short_name: Ex, domain: example.com") == "Ex");
}

BOOST_AUTO_TEST_SUITE_END()
