// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/service_reader.hpp"

#include "unit/config/folder.hpp"

#include <array>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::string_view provider = "provider: { name: Example, domain: example.com }\n";

/// Findings of "services" that begin in line 2.
std::string found(std::string_view services) {
    return findings(std::string(provider) + "services: " + std::string(services) + "\n");
}

std::vector<Service> services_of(std::string_view services) {
    return *load_text(std::string(provider) + "services: " + std::string(services) + "\n")
                .domains.defaults()
                .services;
}

} // namespace

BOOST_AUTO_TEST_SUITE(service_reader)

BOOST_AUTO_TEST_CASE(port_and_transport_follow_from_the_name) { // RFC 8314 3, RFC 6186 3
    const std::vector<Service> all = services_of("{ imaps: &h { host: a.b }, imap: *h, pop3s: *h, pop3: *h, "
                                                 "submissions: *h, submission: *h, smtp: *h }");
    constexpr std::array<std::uint16_t, 7> ports = {993, 143, 995, 110, 465, 587, 25};
    constexpr std::array<ServiceType, 7> types = {
        ServiceType::imap,       ServiceType::imap,       ServiceType::pop3,      ServiceType::pop3,
        ServiceType::submission, ServiceType::submission, ServiceType::submission};
    BOOST_REQUIRE(all.size() == ports.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_TEST(all[i].port == ports[i]);
        BOOST_CHECK(all[i].type == types[i]);
        const bool implicit = ports[i] == 993 || ports[i] == 995 || ports[i] == 465;
        BOOST_CHECK(all[i].transport == (implicit ? Transport::implicit_tls : Transport::starttls));
    }
}

BOOST_AUTO_TEST_CASE(order_of_the_file_is_kept) {
    const std::vector<Service> two = services_of("{ submissions: { host: s.b }, imaps: { host: i.b } }");
    BOOST_TEST(two.front().host.text() == "s.b");
}

BOOST_AUTO_TEST_CASE(transport_in_every_spelling) {
    const auto transport = [](std::string_view word) {
        return services_of("{ imaps: { host: a.b, allow_plaintext: true, transport: " + std::string(word) +
                           " } }")
            .front()
            .transport;
    };
    for (const std::string_view word : {"tls", "TLS", "ssl", "SSL/TLS", "implicit", "implicit_tls"}) {
        BOOST_CHECK(transport(word) == Transport::implicit_tls);
    }
    BOOST_CHECK(transport("StartTLS") == Transport::starttls);
    for (const std::string_view word : {"plaintext", "Plain", "none"}) {
        BOOST_CHECK(transport(word) == Transport::plaintext);
    }
}

BOOST_AUTO_TEST_CASE(authentication_is_a_word_or_a_list) {
    const auto words = [](std::string_view text) {
        return services_of("{ imaps: { host: a.b, authentication: " + std::string(text) + " } }")
            .front()
            .authentication;
    };
    using A = Authentication;
    BOOST_CHECK((words("plain") == std::vector{A::password_cleartext}));
    BOOST_CHECK((words("[OAuth2, CRAM-MD5, password, password-cleartext]") ==
                 std::vector{A::oauth2, A::password_encrypted, A::password_cleartext}));
    BOOST_CHECK((words("[ntlm, gssapi, tls-client-cert, none, password-encrypted]") ==
                 std::vector{A::ntlm, A::gssapi, A::tls_client_cert, A::none, A::password_encrypted}));
    BOOST_TEST(
        found(
            "{ imaps: { host: a.b, authentication: [] }, submissions: { host: a.b, authentication: [kerberos] } }") ==
        "c:2:49: `authentication` is an empty list\n"
        "c:2:98: `authentication` must be one of password-cleartext, password-encrypted, ntlm, gssapi, "
        "oauth2, tls-client-cert, none, not `kerberos`\n");
}

BOOST_AUTO_TEST_CASE(bad_values) {
    BOOST_TEST(
        found("\n"
              "  imaps: { host: 'imap.example.com:993', port: 65536 }\n"
              "  imap: { host: '[2001:db8::1]', port: 0993 }\n"
              "  pop3s: { host: mail.%EMAILADDRESS%, transport: maybe }\n"
              "  pop3: { host: a.b, username: '%USER%' }\n"
              "  submissions: { host: a/b, port: -1 }\n"
              "  submission: on\n"
              "  smtp:\n") ==
        "c:3:18: `host`: `imap.example.com:993` holds a port; write the name alone\n"
        "c:3:48: `port` must be a number from 1 to 65535, not `65536`\n"
        "c:4:17: `host`: `[2001:db8::1]` is an IPv6 address; write a name, certificates need one\n"
        "c:4:40: `port` must be a number from 1 to 65535, not `0993`\n"
        "c:5:23: `host`: %EMAILADDRESS%: only %EMAILDOMAIN% is filled in here\n"
        "c:5:50: `transport` must be one of tls, starttls, plaintext, not `maybe`\n"
        "c:6:33: `username`: unknown placeholder `%USER%`, did you mean %EMAILADDRESS%? "
        "(a percent sign is `%%`)\n"
        "c:7:24: `host`: `a/b` holds a path; write the name alone\n"
        "c:7:35: `port` must be a number from 1 to 65535, not `-1`\n"
        "c:8:15: `submission` must be a mapping such as `{ host: mail.example.com }`, or false, not `on`\n"
        "c:9:3: `smtp` must be a mapping such as `{ host: mail.example.com }`, or false, not nothing\n");
}

BOOST_AUTO_TEST_CASE(first_and_last_port) {
    BOOST_TEST(found("{ imaps: { host: a.b, port: 1 }, submissions: { host: a.b, port: 65535 } }") == "");
    BOOST_TEST(found("{ imaps: { host: a.b, port: 0 }, submissions: { host: a.b } }") ==
               "c:2:39: `port` must be a number from 1 to 65535, not `0`\n");
}

BOOST_AUTO_TEST_CASE(plaintext_must_be_allowed) {
    constexpr std::string_view refused =
        "plaintext sends passwords unprotected and is not allowed; if it is meant, add `allow_plaintext: true`\n";
    BOOST_TEST(found("{ imaps: { host: a.b, transport: plaintext }, submissions: { host: a.b } }") ==
               "c:2:44: " + std::string(refused));
    BOOST_TEST(
        found(
            "{ imap: { host: a.b, transport: plaintext, allow_plaintext: true }, submissions: { host: a.b } }\n"
            "domains: { c.d: { services: { imap: { allow_plaintext: false } } } }") ==
        "c:2:43: warning: plaintext: passwords and mail travel unprotected, and Thunderbird for Android "
        "drops the whole answer\n"
        "c:3:31: " +
            std::string(refused));
}

BOOST_AUTO_TEST_CASE(managesieve) { // RFC 5804 1.8
    const std::vector<Service> all = services_of("{ sieve: { host: b\xc3\xbc"
                                                 "cher.example } }");
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_CHECK(all[0].type == ServiceType::managesieve);
    BOOST_TEST(all[0].port == 4190);
    BOOST_CHECK(all[0].transport == Transport::starttls);
    BOOST_TEST(all[0].host.text() == "xn--bcher-kva.example");
    BOOST_TEST(all[0].url.text() == "");
    BOOST_TEST(found("{ sieve: { host: a.b, username: '%EMAILLOCALPART%', authentication: gssapi } }") == "");
    BOOST_TEST(found("{ sieve: { host: a.b, transport: plaintext, allow_plaintext: true } }") ==
               "c:2:44: warning: plaintext: passwords travel unprotected\n");
}

BOOST_AUTO_TEST_CASE(services_by_url) {
    const std::vector<Service> all = services_of(
        "{ jmap: { url: https://J.example/s }, caldav: { url: 'https://b\xc3\xbc"
        "cher.example:8443/c', username: '%EMAILLOCALPART%', authentication: [oauth2, password] }, "
        "carddav: { url: 'https://dav.%EMAILDOMAIN%/%EMAILDOMAIN%/' }, webdav: { url: https://w.example } }");
    BOOST_REQUIRE(all.size() == 4U);
    constexpr std::array<ServiceType, 4> types = {ServiceType::jmap, ServiceType::caldav,
                                                  ServiceType::carddav, ServiceType::webdav};
    for (std::size_t i = 0; i < all.size(); ++i) {
        BOOST_CHECK(all[i].type == types[i]);
        BOOST_CHECK(all[i].transport == Transport::implicit_tls);
        BOOST_TEST(all[i].port == (i == 1 ? 8443 : 443));
    }
    BOOST_TEST(all[0].url.text() == "https://j.example/s");
    BOOST_TEST(all[0].host.text() == "j.example");
    BOOST_TEST(all[0].username.text() == "%EMAILADDRESS%");
    BOOST_CHECK(all[0].authentication == std::vector{Authentication::password_cleartext});
    BOOST_TEST(all[1].url.text() == "https://xn--bcher-kva.example:8443/c");
    BOOST_TEST(all[1].username.text() == "%EMAILLOCALPART%");
    BOOST_TEST(all[1].authentication.size() == 2U);
    BOOST_TEST(all[2].url.text() == "https://dav.%EMAILDOMAIN%/%EMAILDOMAIN%/");
    BOOST_TEST(all[2].host.text() == "dav.%EMAILDOMAIN%");
    BOOST_TEST(found("{ caldav: { url: https://a.b/ } }") == "");
}

BOOST_AUTO_TEST_CASE(services_by_url_are_merged_for_a_domain) {
    const Config config = load_text(
        std::string(provider) +
        "services: { jmap: { url: https://a.b/, username: '%EMAILLOCALPART%' }, webdav: { url: https://a.b/ } }\n"
        "domains: { c.d: { services: { jmap: { url: https://c.d:444/ }, webdav: false } } }\n");
    const std::vector<Service>& own = *config.domains.find("c.d")->services;
    BOOST_REQUIRE(own.size() == 1U);
    BOOST_TEST(own[0].url.text() == "https://c.d:444/");
    BOOST_TEST(own[0].host.text() == "c.d");
    BOOST_TEST(own[0].port == 444);
    BOOST_TEST(own[0].username.text() == "%EMAILLOCALPART%");
}

BOOST_AUTO_TEST_CASE(a_url_says_all) {
    BOOST_TEST(
        found("\n"
              "  jmap: { host: a.b, port: 1, transport: tls, allow_plaintext: true, url: https://a.b/ }\n"
              "  caldav: { username: x }\n"
              "  carddav: https://a.b/\n"
              "  webdav: { url: 'https://a.b/#c', usrname: x }\n"
              "  imaps: { url: https://a.b/ }\n"
              "  submissions: { host: a.b }") ==
        "c:3:11: unknown key `host` in `jmap`: this service is reached by its `url`, which says host, port "
        "and protection\n"
        "c:3:22: unknown key `port` in `jmap`: this service is reached by its `url`, which says host, port "
        "and protection\n"
        "c:3:31: unknown key `transport` in `jmap`: this service is reached by its `url`, which says host, "
        "port and protection\n"
        "c:3:47: unknown key `allow_plaintext` in `jmap`: this service is reached by its `url`, which says "
        "host, port and protection\n"
        "c:4:3: missing required key `url` (an https URL, at most 1000 characters)\n"
        "c:5:12: `carddav` must be a mapping such as `{ url: https://mail.example.com/dav/ }`, or false, "
        "not `https://a.b/`\n"
        "c:6:18: `url`: the URL of a service has no fragment (`#`)\n"
        "c:6:36: unknown key `usrname` in `webdav`, did you mean `username`?\n"
        "c:7:3: missing required key `host` (a host name)\n"
        "c:7:12: unknown key `url` in `imaps`, did you mean `host`?\n");
}

BOOST_AUTO_TEST_CASE(directories) {
    const std::vector<Service> all = services_of(
        "{ ldaps: { host: b\xc3\xbc"
        "cher.example, authentication: none, search: [{ base: 'ou=people,dc=x', scope: OneLevel, description: "
        "People }, { base: dc=x }] } }");
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_CHECK(all[0].type == ServiceType::ldap);
    BOOST_TEST(all[0].port == 636);
    BOOST_CHECK(all[0].transport == Transport::implicit_tls);
    BOOST_TEST(all[0].host.text() == "xn--bcher-kva.example");
    BOOST_REQUIRE(all[0].searches->size() == 2U);
    BOOST_TEST((*all[0].searches)[0].base == "ou=people,dc=x");
    BOOST_CHECK((*all[0].searches)[0].scope == DirectorySearch::Scope::one_level);
    BOOST_TEST((*all[0].searches)[0].description == "People");
    BOOST_CHECK((*all[0].searches)[1].scope == DirectorySearch::Scope::subtree);
    const Config config =
        load_text(std::string(provider) +
                  "services: { ldaps: { host: a.b, search: [{ base: dc=x }] } }\n"
                  "domains: { a.example: { services: { ldaps: { search: [{ base: dc=y }] } } } }\n");
    const Service& own = config.domains.find("a.example")->services->front();
    BOOST_TEST(own.host.text() == "a.b");
    BOOST_TEST(own.searches->front().base == "dc=y");
    BOOST_TEST(own.searches->size() == 1U);
}

BOOST_AUTO_TEST_CASE(bad_directories) {
    BOOST_TEST(found("{ ldaps: { port: 389 } }") ==
               "c:2:13: missing required key `host` (a host name)\n"
               "c:2:22: unknown key `port` in `ldaps`: it is implicit TLS at port 636, a profile cannot say "
               "anything else\n");
    BOOST_TEST(found("{ ldaps: { host: a.b } }") ==
               "c:2:13: missing required key `search` (a list of mappings)\n");
    BOOST_TEST(found("{ ldaps: on, imaps: { host: a.b }, submissions: { host: a.b } }") ==
               "c:2:20: `ldaps` must be a mapping such as `{ host: ldap.example.com, search: [{ base: "
               "\"dc=example,dc=com\" }] }`, or false, not `on`\n");
    constexpr std::string_view list =
        "`search` must be a list of mappings such as `- base: ou=people,dc=example,dc=com`, not ";
    BOOST_TEST(found("{ ldaps: { host: a.b, search: dc=x } }") ==
               "c:2:41: " + std::string(list) + "`dc=x`\n");
    BOOST_TEST(
        found("{ ldaps: { host: a.b, search: [{ scope: all }, { base: people }, dc=x] } }") ==
        "c:2:42: missing required key `base` (a distinguished name, at most 500 characters)\n"
        "c:2:51: `scope` must be one of base, onelevel, subtree, not `all`\n"
        "c:2:66: `base`: must be a distinguished name such as `ou=people,dc=example,dc=com`, not `people`\n"
        "c:2:76: this must be a mapping (`key: value`), not `dc=x`\n");
}

BOOST_AUTO_TEST_SUITE_END()
