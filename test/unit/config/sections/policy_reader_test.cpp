// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/policy_reader.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::string_view with_oauth2 =
    "provider: { name: Example, domain: example.com, oauth2: { issuer: https://a.b, scope: c, "
    "authorization_url: https://a.b/a, token_url: https://a.b/t } }\n"
    "services: { imaps: &s { host: a.b }, submissions: *s }\n";

} // namespace

BOOST_AUTO_TEST_SUITE(policy_reader)

BOOST_AUTO_TEST_CASE(nothing_is_told_unasked) {
    const Config config = load_after("");
    const Policies& policies = *config.domains.defaults().policies;
    BOOST_TEST(!policies.autoconfig.alternatives);
    BOOST_TEST(!policies.autoconfig.oauth2);
    BOOST_TEST(!policies.autoconfig.extras);
    BOOST_TEST(!policies.autoconfig.expand_username);
    BOOST_TEST(!policies.autoconfig.version_1_2);
    BOOST_TEST(!policies.pacc.enabled);
    BOOST_TEST(!policies.outlook.dav);
    BOOST_TEST(!policies.outlook.redirect_url);
    BOOST_TEST(!policies.outlook.expiration_date);
}

BOOST_AUTO_TEST_CASE(each_key_has_its_place) {
    const Config config =
        load_text(std::string(with_oauth2) +
                  "autoconfig: { alternatives: true }\n"
                  "domains:\n"
                  "  o.example: { autoconfig: { oauth2: true } }\n"
                  "  e.example: { autoconfig: { extras: true } }\n"
                  "  u.example: { autoconfig: { expand_username: true, alternatives: false } }\n"
                  "  v.example: { autoconfig: { version: 1.2 } }\n"
                  "  p.example: { pacc: { enabled: true } }\n"
                  "  d.example: { outlook: { dav: true, expiration_date: 20301231 } }\n"
                  "  r.example: { outlook: { redirect_url: 'https://b\xc3\xbc"
                  "cher.example/a' } }\n");
    const auto policies = [&](std::string_view domain) -> const Policies& {
        return *config.domains.find(domain)->policies;
    };
    BOOST_TEST(config.domains.defaults().policies->autoconfig.alternatives);
    BOOST_TEST(policies("o.example").autoconfig.oauth2);
    BOOST_TEST(policies("o.example").autoconfig.alternatives);
    BOOST_TEST(policies("e.example").autoconfig.extras);
    BOOST_TEST(policies("u.example").autoconfig.expand_username);
    BOOST_TEST(!policies("u.example").autoconfig.alternatives);
    BOOST_TEST(!policies("u.example").autoconfig.extras);
    BOOST_TEST(policies("v.example").autoconfig.version_1_2);
    BOOST_TEST(policies("p.example").pacc.enabled);
    BOOST_TEST(policies("d.example").outlook.dav);
    BOOST_TEST((policies("d.example").outlook.expiration_date == read_date("20301231", "")));
    BOOST_TEST(policies("r.example").outlook.redirect_url->text() == "https://xn--bcher-kva.example/a");
    BOOST_TEST(!policies("r.example").pacc.enabled);
}

BOOST_AUTO_TEST_CASE(oauth2_needs_an_issuer) {
    BOOST_TEST(findings_after("autoconfig: { oauth2: true }\ndomains: { a.example: { oauth2: false } }\n") ==
               "c:6:23: `oauth2` needs the section `oauth2` of the provider: who issues tokens\n");
    BOOST_TEST(findings_after("domains: { a.example: { autoconfig: { oauth2: true } } }\n") ==
               "c:6:47: `oauth2` needs the section `oauth2` of the provider: who issues tokens\n");
    const Config config = load_text(std::string(with_oauth2) + "autoconfig: { oauth2: true }\n"
                                                               "domains: { a.example: { oauth2: false } }\n");
    BOOST_TEST(config.domains.defaults().policies->autoconfig.oauth2);
    BOOST_TEST(!config.domains.find("a.example")->policies->autoconfig.oauth2); // what nobody issues
}

BOOST_AUTO_TEST_CASE(one_redirect_replaces_the_other) {
    BOOST_TEST(findings_after(
                   "outlook: { redirect_url: https://a.b/, redirect_address: '%EMAILLOCALPART%@c.d' }\n") ==
               "c:6:26: `redirect_url` and `redirect_address` exclude each other, write one of them\n");
    const Config config = load_after("outlook: { redirect_address: '%EMAILLOCALPART%@moved.example' }\n"
                                     "domains:\n"
                                     "  moved.example: { outlook: { redirect_address: '' } }\n"
                                     "  a.example: { outlook: { redirect_url: https://a.b/ } }\n"
                                     "  b.example: { outlook: { redirect_url: '' } }\n");
    const auto outlook = [&](std::string_view domain) -> const OutlookPolicy& {
        return config.domains.find(domain)->policies->outlook;
    };
    BOOST_TEST(!outlook("moved.example").redirect_address.has_value());
    BOOST_TEST(!outlook("a.example").redirect_address.has_value());
    BOOST_TEST(outlook("a.example").redirect_url->text() == "https://a.b/");
    BOOST_TEST(outlook("b.example").redirect_address.has_value());
    const Config other = load_after("outlook: { redirect_url: https://a.b/ }\n"
                                    "domains: { a.example: { outlook: { redirect_address: x@b.example } },\n"
                                    "           b.example: { outlook: { redirect_url: '' } } }\n");
    BOOST_TEST(!other.domains.find("a.example")->policies->outlook.redirect_url);
    BOOST_TEST(!other.domains.find("b.example")->policies->outlook.redirect_url);
}

BOOST_AUTO_TEST_CASE(a_redirect_leads_away) {
    constexpr std::string_view own = "outlook: { redirect_url: https://Autodiscover.example.com:8443/a }\n";
    BOOST_TEST(findings_after(own) ==
               "c:6:26: redirects in a circle: `autodiscover.example.com` is this responder\n");
    BOOST_TEST(
        findings_after(
            "domains: { a.example: { url: https://b.c, outlook: { redirect_url: https://b.c/x } },\n"
            "  b.example: { url: https://b.c, outlook: { redirect_url: https://autodiscover.example.com/ } },\n"
            "  c.example: { url: https://b.c, outlook: { redirect_url: https://d.e/ } } }\n") ==
        "c:6:68: redirects in a circle: `b.c` is this responder\n"
        "c:7:59: redirects in a circle: `autodiscover.example.com` is this responder\n");
    BOOST_TEST(
        findings_after("outlook: { redirect_url: https://d.e/ }\n"
                       "domains: { a.example: { url: https://d.e } , b.example: { url: https://f.g } }\n") ==
        "c:7:30: redirects in a circle: `d.e` is this responder\n");
}

BOOST_AUTO_TEST_CASE(bad_values) {
    BOOST_TEST(
        findings_after("autoconfig: { version: 2, extras: 1, alternatives: 'true' }\n"
                       "pacc: true\n"
                       "outlook: { dav: , expiration_date: 20300230, redirect_url: a.b }\n") ==
        "c:6:24: `version` must be one of 1.1, 1.2, not `2`\n"
        "c:6:35: `extras` must be true or false, not `1`; write `extras: true`\n"
        "c:6:52: `alternatives` must be true or false, not `true`; write `alternatives: true` without quotes\n"
        "c:7:7: `pacc` must be a mapping (`key: value` lines), not `true`; write `pacc: { enabled: true }`\n"
        "c:8:12: `dav` must be true or false, not nothing\n"
        "c:8:36: `expiration_date`: must be a date as YYYYMMDD, such as 20301231, not `20300230`\n"
        "c:8:60: `redirect_url`: must be an https URL such as `https://example.com/`, not `a.b`\n");
}

BOOST_AUTO_TEST_CASE(profiles) {
    BOOST_CHECK(load_after("").domains.defaults().policies->mobileconfig.payloads == Payloads(Payload::mail));
    const Config config =
        load_after("mobileconfig: { payloads: [mail, DAV], remove_after: 30, removal_date: "
                   "2031-06-30, expires: 2030-12-31, consent: { de: Ja, default: Yes } }\n"
                   "domains:\n"
                   "  a.example: { mobileconfig: { payloads: ldap, consent: false, remove_after: "
                   "0, removal_date: '', expires: '' } }\n"
                   "  b.example: { mobileconfig: { consent: { default: No } } }\n");
    const MobileconfigPolicy& all = config.domains.defaults().policies->mobileconfig;
    BOOST_CHECK(all.payloads == (Payloads(Payload::mail) | Payload::caldav | Payload::carddav));
    BOOST_TEST(all.remove_after == 30U);
    BOOST_TEST((all.removal_date == read_date("2031-06-30", "-")));
    BOOST_TEST((all.expiration_date == read_date("2030-12-31", "-")));
    BOOST_CHECK(
        (all.consent == std::vector<std::pair<std::string, std::string>>{{"de", "Ja"}, {"default", "Yes"}}));
    const MobileconfigPolicy& none = config.domains.find("a.example")->policies->mobileconfig;
    BOOST_CHECK(none.payloads == Payloads(Payload::ldap));
    BOOST_TEST(none.consent.empty());
    BOOST_TEST(none.remove_after == 0U);
    BOOST_TEST((!none.removal_date && !none.expiration_date));
    const MobileconfigPolicy& other = config.domains.find("b.example")->policies->mobileconfig;
    BOOST_TEST(other.consent.size() == 1U); // replaced, not merged: a text that remains would contradict
    BOOST_TEST(other.remove_after == 30U);
}

BOOST_AUTO_TEST_CASE(bad_profiles) {
    BOOST_TEST(
        findings_after("mobileconfig: { payloads: [mail, contacts], remove_after: 30d, removal_date: "
                       "20310630, expires: 2030-02-29, consent: { de_DE: Ja } }\n"
                       "domains: { a.example: { mobileconfig: { consent: yes } } }\n") ==
        "c:6:34: `payloads` must be one of mail, caldav, carddav, dav, ldap, activesync, not `contacts`\n"
        "c:6:59: `remove_after` must be a number of days from 0 to 3650, not `30d`\n"
        "c:6:78: `removal_date`: must be a date as YYYY-MM-DD, such as 2030-12-31, not `20310630`\n"
        "c:6:97: `expires`: must be a date as YYYY-MM-DD, such as 2030-12-31, not `2030-02-29`\n"
        "c:6:109: `consent` lacks the text `default`, for all other languages\n"
        "c:6:120: `de_DE` is neither a language tag such as `en` or `pt-BR` nor `default`\n"
        "c:7:50: `consent` must be a mapping (`key: value` lines), not `yes`\n");
}

BOOST_AUTO_TEST_SUITE_END()
