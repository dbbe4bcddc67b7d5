// SPDX-License-Identifier: MIT
// The whole text once, then the traps one by one. test/system/dns.py has BIND read what the program prints.
#include "autodiscover/protocols/dns_zone.hpp"

#include "autodiscover/protocols/pacc_document.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using test::service;
using test::SmallDirectory;

namespace {

std::string zone(const SmallDirectory& directory, std::string_view domain) {
    const Result<Domain> parsed = Domain::parse(domain);
    const LookupResult account = directory.find(Subject(*parsed));
    return account ? dns_zone(*account) : "";
}

/// The record lines, blanks squeezed, without those behind a semicolon.
std::string records(const SmallDirectory& directory, std::string_view domain) {
    std::string out;
    bool is_comment = false;
    bool is_start = true;
    for (const char c : zone(directory, domain)) {
        is_comment = is_start ? c == ';' || c == '\n' : is_comment;
        is_start = c == '\n';
        if (!is_comment && !(c == ' ' && out.ends_with(' '))) {
            out += c;
        }
    }
    return out;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(dns_zone_records)

BOOST_AUTO_TEST_CASE(customer) {
    const SmallDirectory directory;
    const std::string_view expected =
        R"(; DNS records of example.com, by which mail programs find its servers.

; Thunderbird and many others ask https://autoconfig.example.com/.
; The certificate of the web server must hold this name; a CNAME does not change that.
autoconfig.example.com.         3600 IN CNAME autodiscover.hosting.example.

; Outlook and others ask https://autodiscover.example.com/, and its certificate must hold the name;
; when that fails they follow the SRV record, where the certificate needs only the target's name.
autodiscover.example.com.       3600 IN CNAME autodiscover.hosting.example.
_autodiscover._tcp.example.com. 3600 IN SRV   0 1 443 autodiscover.hosting.example.

; The mail servers, for programs that look for SRV records (RFC 6186, RFC 8314).
_imaps._tcp.example.com.        3600 IN SRV   0 1 993 imap.hosting.example.
_pop3s._tcp.example.com.        3600 IN SRV   20 1 995 pop.hosting.example.
_submission._tcp.example.com.   3600 IN SRV   0 1 587 smtp.hosting.example.

; Not offered. Such a record tells programs not to look any further, and whoever uses the
; service nevertheless will not find it any more: remove a semicolon only if nobody does.
;_imap._tcp.example.com.        3600 IN SRV   0 0 0 .
;_pop3._tcp.example.com.        3600 IN SRV   0 0 0 .
;_submissions._tcp.example.com. 3600 IN SRV   0 0 0 .
)";
    BOOST_TEST(zone(directory, "example.com") == expected);
}

BOOST_AUTO_TEST_CASE(no_alias_of_the_responder_to_itself) {
    SmallDirectory directory;
    directory.add("hosting.example");
    const std::string text = zone(directory, "hosting.example");
    BOOST_TEST(!contains(text, "\nautodiscover.hosting.example."));
    BOOST_TEST(contains(text, "\n;autodiscover.hosting.example.      3600 IN A     192.0.2.1\n"));
    BOOST_TEST(contains(text, "\n;autodiscover.hosting.example.      3600 IN AAAA  2001:db8::1\n"));
    BOOST_TEST(contains(records(directory, "hosting.example"),
                        "autoconfig.hosting.example. 3600 IN CNAME autodiscover.hosting.example.\n"
                        "_autodiscover._tcp.hosting.example. 3600 IN SRV 0 1 443 "
                        "autodiscover.hosting.example.\n"));
}

BOOST_AUTO_TEST_CASE(no_srv_record_to_an_alias) {
    SmallDirectory directory;
    directory.add("example.com").services.at(0).host = test::text("autoconfig.%EMAILDOMAIN%");
    const std::string text = zone(directory, "example.com");
    BOOST_TEST(contains(text, "\n;autoconfig.example.com. "));
    BOOST_TEST(!contains(text, "\nautoconfig.example.com. "));
    BOOST_TEST(contains(text, "\nautodiscover.example.com. "));
}

BOOST_AUTO_TEST_CASE(responder_address_and_port) {
    SmallDirectory directory;
    Provider& provider = directory.add("example.com").provider;
    provider.url = test::url("https://conf.example:8443/base");
    BOOST_TEST(contains(records(directory, "example.com"),
                        "autoconfig.example.com. 3600 IN CNAME conf.example.\n"
                        "autodiscover.example.com. 3600 IN CNAME conf.example.\n"
                        "_autodiscover._tcp.example.com. 3600 IN SRV 0 1 8443 conf.example.\n"));
    provider.url = test::url("https://192.0.2.7");
    BOOST_TEST(contains(records(directory, "example.com"), "autoconfig.example.com. 3600 IN A 192.0.2.7\n"
                                                           "autodiscover.example.com. 3600 IN A 192.0.2.7\n"
                                                           "_imaps."));
    provider.url = test::url("https://localhost");
    const std::string text = zone(directory, "example.com");
    BOOST_TEST(contains(text,
                        "\n; No record for autoconfig.example.com: localhost, the host of the responder's "
                        "url, is not a full name.\n"));
    BOOST_TEST(!contains(text, "localhost."));
}

BOOST_AUTO_TEST_CASE(policies) {
    SmallDirectory directory;
    Policies& own = directory.add("example.com").policies;
    own.autoconfig.enabled = false;
    BOOST_TEST(!contains(zone(directory, "example.com"), "autoconfig"));
    own.autoconfig.enabled = true;
    own.outlook.enabled = false;
    BOOST_TEST(contains(zone(directory, "example.com"), "autoconfig.example.com."));
    BOOST_TEST(!contains(zone(directory, "example.com"), "autodiscover.example.com"));
    BOOST_TEST(!contains(zone(directory, "example.com"), "_autodiscover"));
}

BOOST_AUTO_TEST_CASE(what_is_told_comes_first) {
    SmallDirectory directory;
    directory.add("example.com").services = {
        service(ServiceType::imap, Transport::starttls, 143, "b.example"),
        service(ServiceType::imap, Transport::implicit_tls, 993, "a.example"),
        service(ServiceType::submission, Transport::starttls, 587, "b.example"),
        service(ServiceType::submission, Transport::implicit_tls, 465, "%EMAILDOMAIN%"),
        service(ServiceType::submission, Transport::starttls, 25, "c.example"),
    };
    const std::string text = records(directory, "example.com");
    BOOST_TEST(contains(text, "_imaps._tcp.example.com. 3600 IN SRV 0 1 993 a.example.\n"
                              "_imap._tcp.example.com. 3600 IN SRV 10 1 143 b.example.\n"
                              "_submissions._tcp.example.com. 3600 IN SRV 0 1 465 example.com.\n"
                              "_submission._tcp.example.com. 3600 IN SRV 10 1 587 b.example.\n"));
    BOOST_TEST(!contains(text, "c.example"));
}

BOOST_AUTO_TEST_CASE(port_25_only_when_there_is_no_other) {
    SmallDirectory directory;
    auto& services = directory.add("example.com").services;
    services.at(2) = service(ServiceType::submission, Transport::starttls, 25, "mx.example");
    BOOST_TEST(contains(records(directory, "example.com"),
                        "_submission._tcp.example.com. 3600 IN SRV 0 1 25 mx.example.\n"));
    services.push_back(service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.example"));
    BOOST_TEST(!contains(records(directory, "example.com"), "mx.example"));
    BOOST_TEST(!contains(zone(directory, "example.com"), "_smtp"));
}

BOOST_AUTO_TEST_CASE(what_srv_cannot_say) {
    SmallDirectory directory;
    directory.add("example.com").services = {
        service(ServiceType::imap, Transport::plaintext, 143, "plain.example"),
        service(ServiceType::submission, Transport::implicit_tls, 465, "192.0.2.8"),
        service(ServiceType::pop3, Transport::implicit_tls, 995, "localhost"),
        service(ServiceType::managesieve, Transport::starttls, 4190, "mail-server"),
    };
    const std::string text = zone(directory, "example.com");
    BOOST_TEST(contains(text, "; No record for plain.example port 143: it has no TLS, which an SRV record"));
    BOOST_TEST(contains(text, "; No record for 192.0.2.8 port 465: it has no name, which an SRV record"));
    BOOST_TEST(
        contains(text, "; No record for localhost port 995: it has no full name, which an SRV record"));
    BOOST_TEST(contains(text, "; No record for mail-server port 4190: it has no full name, which an SRV"));
    BOOST_TEST((!contains(text, "localhost.") && !contains(text, "mail-server.")));
    BOOST_TEST(!contains(text, ";_imap."), "it is offered, after all");
    BOOST_TEST(contains(text, "\n;_imaps._tcp.example.com."));
    BOOST_TEST(contains(text, "\n;_submission._tcp.example.com."));
    BOOST_TEST(!contains(text, "_submissions."));
}

BOOST_AUTO_TEST_CASE(services_besides_mail) {
    SmallDirectory directory;
    auto& services = directory.add("example.com").services;
    const auto by_url = [&](ServiceType type, std::string_view host, std::uint16_t port,
                            std::string_view url) {
        services.push_back(service(type, Transport::implicit_tls, port, host));
        services.back().url = test::text(url);
    };
    services.push_back(service(ServiceType::managesieve, Transport::starttls, 4190, "sieve.hosting.example"));
    by_url(ServiceType::jmap, "jmap.example", 443, "https://jmap.example/session");
    by_url(ServiceType::caldav, "dav.%EMAILDOMAIN%", 8443, "https://dav.%EMAILDOMAIN%:8443/cal/?x");
    by_url(ServiceType::carddav, "dav.example", 443, "https://dav.example");
    by_url(ServiceType::webdav, "files.example", 443, "https://files.example/"); // has no name in DNS
    BOOST_TEST(contains(records(directory, "example.com"),
                        "_sieve._tcp.example.com. 3600 IN SRV 0 1 4190 sieve.hosting.example.\n"
                        "_jmap._tcp.example.com. 3600 IN SRV 0 1 443 jmap.example.\n"
                        "_caldavs._tcp.example.com. 3600 IN SRV 0 1 8443 dav.example.com.\n"
                        "_caldavs._tcp.example.com. 3600 IN TXT \"path=/cal/\"\n"
                        "_carddavs._tcp.example.com. 3600 IN SRV 0 1 443 dav.example.\n"
                        "_carddavs._tcp.example.com. 3600 IN TXT \"path=/\"\n"));
    BOOST_TEST(!contains(zone(directory, "example.com"), "files.example"));
}

BOOST_AUTO_TEST_CASE(no_heading_without_a_mail_server) {
    SmallDirectory directory;
    auto& services = directory.add("example.com").services;
    BOOST_TEST(contains(zone(directory, "example.com"), "; The mail servers"));
    services = {service(ServiceType::jmap, Transport::implicit_tls, 443, "jmap.example")};
    services.back().url = test::text("https://jmap.example/session");
    BOOST_TEST(!contains(zone(directory, "example.com"), "; The mail servers"));
    BOOST_TEST(contains(zone(directory, "example.com"), "\n_jmap._tcp.example.com. "));
}

BOOST_AUTO_TEST_CASE(services_besides_mail_that_dns_cannot_say) {
    SmallDirectory directory;
    auto& services = directory.add("example.com").services;
    services.push_back(service(ServiceType::managesieve, Transport::implicit_tls, 5190, "sieve.example"));
    BOOST_TEST(!contains(zone(directory, "example.com"), "Further services"));
    services.push_back(service(ServiceType::caldav, Transport::implicit_tls, 443, "192.0.2.9"));
    services.back().url = test::text("https://192.0.2.9/");
    const std::string text = zone(directory, "example.com");
    BOOST_TEST(contains(text, "; No record for 192.0.2.9 port 443: it has no name, which an SRV record"));
    BOOST_TEST(!contains(text, "_caldavs"));
    BOOST_TEST(!contains(text, "sieve"));
}

BOOST_AUTO_TEST_CASE(pacc_and_its_digest) {
    SmallDirectory directory;
    auto& entry = directory.add("example.com");
    BOOST_TEST(!contains(zone(directory, "example.com"), "ua-auto-config"));
    entry.policies.pacc.enabled = true;
    std::string text = zone(directory, "example.com");
    BOOST_TEST(
        contains(text, "; PACC is enabled, but there is no document:\n; neither submission with imap or"));
    BOOST_TEST(!contains(text, "ua-auto-config"));

    entry.services.back() =
        service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.hosting.example");
    const Domain domain = *Domain::parse("example.com");
    const std::string document = pacc_document(*directory.find(Subject(domain))).value_or("");
    text = records(directory, "example.com");
    BOOST_TEST(contains(text, "ua-auto-config.example.com. 3600 IN CNAME autodiscover.hosting.example.\n"
                              "_ua-auto-config.example.com. 3600 IN TXT \"" +
                                  pacc_txt_record(document) + "\"\n"));
    entry.services.at(0).host = test::text("ua-auto-config.example.com");
    BOOST_TEST(contains(zone(directory, "example.com"), "\n;ua-auto-config.example.com. "));
}

BOOST_AUTO_TEST_CASE(nothing_to_say) {
    SmallDirectory directory;
    directory.add("empty.example").services = {};
    BOOST_TEST(records(directory, "empty.example").empty());
    BOOST_TEST(contains(zone(directory, "empty.example"), "nothing to publish"));
    BOOST_TEST(zone(directory, "unknown.example").empty());
}

BOOST_AUTO_TEST_SUITE_END()
