// SPDX-License-Identifier: MIT
// What a domain gets of its own, and what it shares.
#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(domain_reader)

BOOST_AUTO_TEST_CASE(services_are_merged_key_by_key) {
    const Config config = load_text("provider: { name: Example, domain: example.com }\n"
                                    "services:\n"
                                    "  imaps: { host: imap.example.com, username: '%EMAILLOCALPART%', "
                                    "authentication: oauth2 }\n"
                                    "  pop3s: { host: pop.example.com }\n"
                                    "  submissions: { host: smtp.example.com }\n"
                                    "domains:\n"
                                    "  a.example:\n"
                                    "    services:\n"
                                    "      imaps: { port: 1993 }\n"
                                    "      pop3s: false\n"
                                    "      submission: { host: smtp.a.example }\n");
    const std::vector<Service>& own = *config.domains.find("a.example")->services;
    BOOST_REQUIRE(own.size() == 3U);
    BOOST_TEST(own[0].port == 1993);
    BOOST_TEST(own[0].host.text() == "imap.example.com");
    BOOST_TEST(own[0].username.text() == "%EMAILLOCALPART%");
    BOOST_CHECK(own[0].authentication == std::vector{Authentication::oauth2});
    BOOST_TEST(own[1].port == 465);
    BOOST_TEST(own[2].host.text() == "smtp.a.example");
    BOOST_TEST(config.domains.defaults().services->size() == 3U);
    BOOST_TEST(config.domains.defaults().services->at(0).port == 993);
}

BOOST_AUTO_TEST_CASE(formats_are_merged_key_by_key) {
    const Config config =
        load_after("outlook: { ttl: 2, get_mode: error600, activesync_url: https://eas.example.com/ }\n"
                   "mobileconfig: { organization: Org, description: Text }\n"
                   "domains:\n"
                   "  a.example:\n"
                   "    outlook: { ttl: 3, activesync_url: '' }\n"
                   "    autoconfig: { enabled: false }\n"
                   "    mobileconfig: { identifier: org.a, without_address: true }\n");
    const Policies& own = *config.domains.find("a.example")->policies;
    BOOST_TEST(own.outlook.ttl_hours == 3U);
    BOOST_TEST(!own.outlook.answer_get);
    BOOST_TEST(!own.outlook.activesync_url);
    BOOST_TEST(own.outlook.enabled);
    BOOST_TEST(!own.autoconfig.enabled);
    BOOST_TEST(own.mobileconfig.organization == "Org");
    BOOST_TEST(own.mobileconfig.description == "Text");
    BOOST_TEST(own.mobileconfig.without_address);
    BOOST_TEST(own.mobileconfig.identifier == "org.a");
    BOOST_CHECK(own.mobileconfig.name_space == uuid_v5(uuid_namespace_url, "org.a"));
    const Policies& defaults = *config.domains.defaults().policies;
    BOOST_TEST(defaults.outlook.activesync_url->text() == "https://eas.example.com/");
    BOOST_TEST(defaults.mobileconfig.identifier == "com.example.autodiscover");
}

BOOST_AUTO_TEST_CASE(provider_of_a_domain) {
    const Config config =
        load_text("provider:\n"
                  "  name: Example\n"
                  "  domain: example.com\n"
                  "  url: https://auto.example.com/mail//\n"
                  "  documentation: [{ url: https://example.com/help, text: { en: Help, de: Hilfe } }]\n"
                  "services: { imaps: &s { host: a.b }, submissions: *s }\n"
                  "domains:\n"
                  "  a.example: { name: Someone with a long name }\n"
                  "  b.example: { short_name: B }\n"
                  "  c.example: { url: https://auto.c.example/, documentation: [] }\n"
                  "  '*.d.example': { name: Someone with a long name }\n");
    const auto provider = [&](std::string_view domain) -> const Provider& {
        return *config.domains.find(domain)->provider;
    };
    BOOST_TEST(provider("example.com").url->text() == "https://auto.example.com/mail");
    BOOST_REQUIRE(provider("example.com").documentation.size() == 1U);
    BOOST_TEST(provider("example.com").documentation[0].texts.at(1).second == "Hilfe");
    BOOST_TEST(provider("a.example").name == "Someone with a long name");
    BOOST_TEST(provider("a.example").short_name == "a.example");
    BOOST_TEST(provider("a.example").domain->view() == "example.com");
    BOOST_TEST(provider("a.example").documentation.size() == 1U);
    BOOST_TEST(provider("b.example").name == "Example");
    BOOST_TEST(provider("b.example").short_name == "B");
    BOOST_TEST(provider("c.example").url->text() == "https://auto.c.example");
    BOOST_TEST(provider("c.example").documentation.empty());
    BOOST_TEST(provider("x.d.example").short_name == "d.example");
}

BOOST_AUTO_TEST_CASE(what_equals_the_defaults_is_shared) {
    const Config config = load_after("domains:\n  a.example:\n  b.example: { outlook: { ttl: 1 } }\n");
    const DomainConfig& defaults = config.domains.defaults();
    BOOST_TEST(config.domains.find("a.example") == &defaults);
    const DomainConfig& own = *config.domains.find("b.example");
    BOOST_CHECK(own.provider == defaults.provider);
    BOOST_CHECK(own.services == defaults.services);
    BOOST_CHECK(own.policies != defaults.policies);
}

BOOST_AUTO_TEST_CASE(bad_formats) {
    BOOST_TEST(findings_after("outlook:\n"
                              "  get_mode: maybe\n"
                              "  ttl: 8761\n"
                              "  activesync_url: http://example.com\n"
                              "  redirect_address: example.com\n"
                              "mobileconfig:\n"
                              "  identifier: com/example\n"
                              "  organization: [a]\n") ==
               "c:7:13: `get_mode` must be one of settings, error600, not `maybe`\n"
               "c:8:8: `ttl` must be a number of hours from 0 to 8760, not `8761`\n"
               "c:9:19: `activesync_url`: must be an https URL such as `https://example.com/`, not "
               "`http://example.com`\n"
               "c:10:21: `redirect_address`: must hold exactly one @, as in `%EMAILLOCALPART%@example.com`\n"
               "c:12:15: `identifier`: must be letters, digits, dots and hyphens, such as "
               "`com.example.autodiscover`\n"
               "c:13:17: `organization` must be text, at most 60 characters, not a list\n");
}

BOOST_AUTO_TEST_SUITE_END()
