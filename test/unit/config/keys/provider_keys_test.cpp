// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "unit/config/keys/key_checks.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

#define PROVIDER "provider: { name: Example, domain: example.com, "
#define SERVICES " }\nservices: { imaps: &s { host: a.b }, submissions: *s }"
#define OAUTH2 PROVIDER "oauth2: { "
#define ISSUER "issuer: 'https://a.b', "
#define SCOPE "scope: s, "
#define AUTHORIZATION "authorization_url: 'https://a.b/', "
#define TOKEN "token_url: 'https://a.b/', "

constexpr std::string_view url = "https://a.b/";

/// What a domain may have too.
bool same_provider(const Config& a, const Config& b) {
    const Provider& x = *a.domains.find("a.b")->provider;
    const Provider& y = *b.domains.find("a.b")->provider;
    return x.documentation.size() == y.documentation.size() && x.home_url == y.home_url &&
           x.webmail_url == y.webmail_url && x.developer_url == y.developer_url && x.contact == y.contact &&
           x.logos.size() == y.logos.size() && x.oauth2.has_value() == y.oauth2.has_value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(provider_keys_of_the_table)

BOOST_AUTO_TEST_CASE(bounds) {
    const Bounds rows[] = {
        {"provider", "name", 0, 60, {"provider: { domain: example.com, name: ", SERVICES}},
        {"provider", "short_name", 0, 20, {PROVIDER "short_name: ", SERVICES}},
        {"provider", "url", 0, 2048, {PROVIDER "url: ", SERVICES}, url},
        {"provider", "home_url", 0, 2048, {PROVIDER "home_url: ", SERVICES}, url},
        {"provider", "webmail_url", 0, 2048, {PROVIDER "webmail_url: ", SERVICES}, url},
        {"provider", "developer_url", 0, 2048, {PROVIDER "developer_url: ", SERVICES}, url},
        {"provider", "contact", 0, 2048, {PROVIDER "contact: [", "]" SERVICES}, "mailto:a@a.b?subject="},
        {"provider.documentation", "url", 0, 1000, {PROVIDER "documentation: [{ url: ", "}]" SERVICES}, url},
        {"provider.logo",
         "url",
         0,
         2048,
         {PROVIDER "logo: [{ content_type: image/png, url: ", "}]" SERVICES},
         url},
        {"provider.logo",
         "width",
         1,
         65535,
         {PROVIDER "logo: [{ content_type: image/png, url: 'https://a.b/', width: ", "}]" SERVICES}},
        {"provider.logo",
         "height",
         1,
         65535,
         {PROVIDER "logo: [{ content_type: image/png, url: 'https://a.b/', height: ", "}]" SERVICES}},
        {"provider.oauth2",
         "issuer",
         0,
         2048,
         {OAUTH2 SCOPE AUTHORIZATION TOKEN "issuer: ", "}" SERVICES},
         url},
        {"provider.oauth2", "scope", 0, 500, {OAUTH2 ISSUER AUTHORIZATION TOKEN "scope: ", "}" SERVICES}},
        {"provider.oauth2",
         "authorization_url",
         0,
         2048,
         {OAUTH2 ISSUER SCOPE TOKEN "authorization_url: ", "}" SERVICES},
         url},
        {"provider.oauth2",
         "token_url",
         0,
         2048,
         {OAUTH2 ISSUER SCOPE AUTHORIZATION "token_url: ", "}" SERVICES},
         url},
        {"provider.oauth2",
         "client_id",
         0,
         200,
         {OAUTH2 ISSUER SCOPE AUTHORIZATION TOKEN "client_id: ", "}" SERVICES}},
    };
    check_bounds(provider_keys(), rows);
}

BOOST_AUTO_TEST_CASE(bounds_of_a_domain) {
    const Bounds rows[] = {
        {"domains.DOMAIN", "name", 0, 60, {"domains: { a.b: { name: ", " } }"}},
        {"domains.DOMAIN", "short_name", 0, 20, {"domains: { a.b: { short_name: ", " } }"}},
        {"domains.DOMAIN", "url", 0, 2048, {"domains: { a.b: { url: ", " } }"}, url},
        {"domains.DOMAIN", "home_url", 0, 2048, {"domains: { a.b: { home_url: ", " } }"}, url},
        {"domains.DOMAIN", "webmail_url", 0, 2048, {"domains: { a.b: { webmail_url: ", " } }"}, url},
        {"domains.DOMAIN", "developer_url", 0, 2048, {"domains: { a.b: { developer_url: ", " } }"}, url},
        {"domains.DOMAIN", "contact", 0, 2048, {"domains: { a.b: { contact: [", "] } }"}, url},
    };
    check_bounds(domain_keys(), rows);
}

BOOST_AUTO_TEST_CASE(defaults) {
    const Around around{PROVIDER, SERVICES "\ndomains: { a.b: }"};
    const Default rows[] = {
        {"provider", "home_url", "none", "'https://a.b/'", around},
        {"provider", "webmail_url", "none", "'https://a.b/'", around},
        {"provider", "developer_url", "none", "'https://a.b/'", around},
        {"provider", "oauth2", "false", "{ " ISSUER SCOPE AUTHORIZATION TOKEN " }", around},
    };
    check_defaults(provider_keys(), rows, same_provider);
}

BOOST_AUTO_TEST_CASE(a_domain_has_what_the_provider_has) {
    for (const Key& key : keys_of("domains.DOMAIN")) {
        const std::string_view stands_in = key.otherwise;
        const bool is_reference = stands_in == std::string("provider.").append(key.name) ||
                                  find_key("", stands_in) != nullptr || stands_in == "name, if it fits";
        BOOST_TEST(is_reference, key.name);
        BOOST_TEST(key.value.empty(), key.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
