// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "autodiscover/model/service_table.hpp"
#include "unit/config/keys/key_checks.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

bool same_service(const Service& a, const Service& b) {
    const auto same_search = [](const DirectorySearch& x, const DirectorySearch& y) {
        return x.base == y.base && x.scope == y.scope && x.description == y.description;
    };
    return a.type == b.type && a.transport == b.transport && a.port == b.port && a.host == b.host &&
           a.username == b.username && a.authentication == b.authentication && a.url == b.url &&
           a.searches.has_value() == b.searches.has_value() &&
           (!a.searches || std::equal(a.searches->begin(), a.searches->end(), b.searches->begin(),
                                      b.searches->end(), same_search));
}

bool same_services(const Config& a, const Config& b) {
    const auto& x = *a.domains.find("a.b")->services;
    const auto& y = *b.domains.find("a.b")->services;
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_service);
}

} // namespace

BOOST_AUTO_TEST_SUITE(service_keys_of_the_table)

BOOST_AUTO_TEST_CASE(bounds) {
    const Bounds rows[] = {
        {"services.SERVICE", "port", 1, 65535, {"domains: { a.b: { services: { imaps: { port: ", " } } } }"}},
        {"services.SERVICE",
         "username",
         0,
         255,
         {"domains: { a.b: { services: { imaps: { username: ", " } } } }"}},
        {"services.URL_SERVICE",
         "url",
         0,
         1000,
         {"domains: { a.b: { services: { jmap: { url: ", " } } } }"},
         "https://a.b/"},
        {"services.URL_SERVICE",
         "username",
         0,
         255,
         {"domains: { a.b: { services: { jmap: { url: 'https://a.b/', username: ", " } } } }"}},
        {"services.ldaps",
         "username",
         0,
         255,
         {"domains: { a.b: { services: { ldaps: { host: a.b, search: [{ base: dc=a }], username: ",
          " } } } }"}},
        {"services.ldaps.search",
         "base",
         0,
         500,
         {"domains: { a.b: { services: { ldaps: { host: a.b, search: [{ base: ", " }] } } } }"},
         "dc="},
        {"services.ldaps.search",
         "description",
         0,
         100,
         {"domains: { a.b: { services: { ldaps: { host: a.b, search: [{ base: dc=a, description: ",
          " }] } } } }"}},
    };
    check_bounds(service_keys(), rows);
}

BOOST_AUTO_TEST_CASE(defaults) {
    const Around imaps{"domains: { a.b: { services: { imaps: { host: a.b, ", " } } } }"};
    const Around jmap{"domains: { a.b: { services: { jmap: { url: 'https://a.b/', ", " } } } }"};
    const Around ldaps{"domains: { a.b: { services: { ldaps: { host: a.b, search: [{ base: dc=a }], ",
                       " } } } }"};
    const Around search{"domains: { a.b: { services: { ldaps: { host: a.b, search: [{ base: dc=a, ",
                        " }] } } } }"};
    std::vector<Default> rows = {
        {"services.SERVICE", "username", "%EMAILADDRESS%", "'%EMAILLOCALPART%'", imaps},
        {"services.SERVICE", "authentication", "password-cleartext", "[ntlm]", imaps},
        {"services.URL_SERVICE", "username", "%EMAILADDRESS%", "'%EMAILLOCALPART%'", jmap},
        {"services.URL_SERVICE", "authentication", "password-cleartext", "[ntlm]", jmap},
        {"services.ldaps", "username", "%EMAILADDRESS%", "'%EMAILLOCALPART%'", ldaps},
        {"services.ldaps", "authentication", "password-cleartext", "none", ldaps},
        {"services.ldaps.search", "scope", "subtree", "base", search},
        {"services.ldaps.search", "description", "none", "People", search},
        {"services.SERVICE", "allow_plaintext", "false", "true, transport: plaintext", imaps},
    };
    for (const ServiceRow& row : service_table) {
        rows.push_back(
            {"services",
             row.key,
             "false",
             row.reached_by_url              ? "{ url: 'https://a.b/' }"
             : row.type == ServiceType::ldap ? "{ host: a.b, search: [{ base: dc=a }] }"
                                             : "{ host: a.b }",
             {"provider: { name: Example, domain: example.com }\nservices: { ", " }\ndomains: { a.b: }"}});
    }
    check_defaults(service_keys(), rows, same_services);
}

BOOST_AUTO_TEST_CASE(every_service_of_the_model_has_a_row) {
    const std::span<const Key> keys = keys_of("services");
    BOOST_TEST(keys.size() == service_table.size());
    for (const ServiceRow& row : service_table) {
        const Key* const key = find_key("services", row.key);
        BOOST_REQUIRE_MESSAGE(key != nullptr, row.key);
        const std::string port = std::to_string(row.port);
        BOOST_TEST((row.reached_by_url || key->help.find(port) != std::string_view::npos), row.key);
    }
}

BOOST_AUTO_TEST_SUITE_END()
