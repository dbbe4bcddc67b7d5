// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "autodiscover/policy/policies.hpp"
#include "unit/config/keys/key_checks.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(format_keys_of_the_table)

BOOST_AUTO_TEST_CASE(bounds) {
    constexpr std::string_view url = "https://a.b/";
    const Bounds rows[] = {
        {"outlook", "ttl", 0, 8760, {"outlook: { ttl: ", " }"}},
        {"outlook", "activesync_url", 0, 2048, {"outlook: { activesync_url: ", " }"}, url},
        {"outlook", "redirect_url", 0, 2048, {"outlook: { redirect_url: ", " }"}, url},
        {"outlook",
         "redirect_address",
         0,
         255,
         {"outlook: { redirect_address: ", " }"},
         "%EMAILLOCALPART%@",
         ".b",
         false}, // no domain has so long a label
        {"mobileconfig", "identifier", 0, 200, {"mobileconfig: { identifier: ", " }"}},
        {"mobileconfig", "organization", 0, 60, {"mobileconfig: { organization: ", " }"}},
        {"mobileconfig", "description", 0, 500, {"mobileconfig: { description: ", " }"}},
        {"mobileconfig", "remove_after", 0, 3650, {"mobileconfig: { remove_after: ", " }"}},
        {"mobileconfig.signing",
         "certificate",
         0,
         4096,
         {"mobileconfig: { signing: { key: k, certificate: ", " } }"},
         "",
         "",
         false},
        {"mobileconfig.signing",
         "key",
         0,
         4096,
         {"mobileconfig: { signing: { certificate: c, key: ", " } }"},
         "",
         "",
         false},
        {"mobileconfig.signing",
         "chain",
         0,
         4096,
         {"mobileconfig: { signing: { certificate: c, key: k, chain: ", " } }"},
         "",
         "",
         false},
        {"mobileconfig.consent", "LANGUAGE", 0, 2000, {"mobileconfig: { consent: { default: ", " } }"}},
        {"web", "logo", 0, 1000, {"web: { logo: ", " }"}, url},
        {"web.texts.LANGUAGE", "TEXT", 0, 500, {"web: { texts: { en: { intro: ", " } } }"}},
    };
    check_bounds(format_keys(), rows);
}

BOOST_AUTO_TEST_CASE(defaults) {
    const Around logins{"logins: { ", " }"};
    const Around autoconfig{
        "provider: { name: Example, domain: example.com, oauth2: { issuer: 'https://a.b', scope: s,\n"
        "  authorization_url: 'https://a.b/', token_url: 'https://a.b/' } }\n"
        "services: { imaps: &s { host: a.b }, submissions: *s }\nautoconfig: { ",
        " }"};
    const Around pacc{"pacc: { ", " }"};
    const Around outlook{"outlook: { ", " }"};
    const Around mobileconfig{"mobileconfig: { ", " }"};
    const Around web{"web: { ", " }"};
    const Default rows[] = {
        {"logins", "disclose", "always", "never", logins},
        {"autoconfig", "enabled", "true", "false", autoconfig},
        {"autoconfig", "alternatives", "false", "true", autoconfig},
        {"autoconfig", "oauth2", "false", "true", autoconfig},
        {"autoconfig", "extras", "false", "true", autoconfig},
        {"autoconfig", "expand_username", "false", "true", autoconfig},
        {"autoconfig", "version", "1.1", "'1.2'", autoconfig},
        {"pacc", "enabled", "false", "true", pacc},
        {"outlook", "enabled", "true", "false", outlook},
        {"outlook", "ttl", "24", "25", outlook},
        {"outlook", "get_mode", "settings", "error600", outlook},
        {"outlook", "activesync_url", "none", "'https://a.b/'", outlook},
        {"outlook", "expiration_date", "none", "'20301231'", outlook},
        {"outlook", "dav", "false", "true", outlook},
        {"outlook", "redirect_url", "none", "'https://a.b/'", outlook},
        {"outlook", "redirect_address", "none", "'a@a.b'", outlook},
        {"mobileconfig", "enabled", "true", "false", mobileconfig},
        {"mobileconfig", "organization", "none", "Example", mobileconfig},
        {"mobileconfig", "description", "none", "Example", mobileconfig},
        {"mobileconfig", "without_address", "false", "true", mobileconfig},
        {"mobileconfig", "payloads", "mail", "[mail, ldap]", mobileconfig},
        {"mobileconfig", "consent", "false", "{ default: Yes }", mobileconfig},
        {"mobileconfig", "removal_date", "none", "'2030-12-31'", mobileconfig},
        {"mobileconfig", "remove_after", "0", "1", mobileconfig},
        {"mobileconfig", "expires", "none", "'2030-12-31'", mobileconfig},
        {"mobileconfig", "signing", "false", "", {}}, // signing_reader_test.cpp has files
        {"mobileconfig.signing", "on_error", "unsigned", "", {}},
        {"web", "enabled", "true", "false", web},
        {"web", "logo", "none", "'https://a.b/'", web},
        {"web", "accent", "#0b57d0", "'#0b57d1'", {"web: { accent_dark: '#8ab4f8', ", " }"}},
        {"web", "accent_dark", "accent, if there is one, else #8ab4f8", "'#8ab4f9'", web},
    };
    check_defaults(format_keys(), rows, [](const Config& a, const Config& b) {
        return *a.domains.defaults().policies == *b.domains.defaults().policies;
    });
}

BOOST_AUTO_TEST_SUITE_END()
