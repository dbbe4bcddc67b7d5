// SPDX-License-Identifier: MIT
// What the operator may add to the document: alternatives, OAuth2, services that few clients know.
// [autoconfig-06] Server sections, oAuth2, Placeholders
#include "autodiscover/protocols/autoconfig_document.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace autodiscover;
using test::service;

namespace {

Service by_url(ServiceType type, std::string_view url,
               std::vector<Authentication> authentication = {Authentication::password_cleartext}) {
    Service out = service(type, Transport::implicit_tls, 443, "dav.example", "%EMAILADDRESS%",
                          std::move(authentication));
    out.url = test::text(url);
    return out;
}

const OAuth2 identity_provider = {"https://id.example/", "mail calendar", "https://id.example/auth?a&b",
                                  "https://id.example/token", "open"};

struct Fixture {
    test::SmallDirectory directory;
    test::SmallDirectory::Entry& entry = directory.add("test.example");
    AutoconfigPolicy& policy = entry.policies.autoconfig;
    Domain domain = *Domain::parse("test.example");

    std::string document() {
        return autoconfig_document(*directory.find(Subject(domain)), AutoconfigLogin::of_anyone);
    }
    /// The texts of all elements of that name, a blank behind each.
    static std::string all(std::string_view document, const std::string& name) {
        std::string out;
        const std::string tag = "<" + name;
        for (std::size_t at = document.find(tag); at != std::string_view::npos;
             at = document.find(tag, at + 1)) {
            const char next = document[at + tag.size()];
            if (next == '>' || next == ' ') {
                const std::size_t text = document.find('>', at) + 1;
                out.append(document.substr(text, document.find('<', text) - text)).append(" ");
            }
        }
        return out;
    }
    std::string all(const std::string& name) { return all(document(), name); }
    bool has(std::string_view text) { return document().find(text) != std::string::npos; }
    void configure_everything() {
        for (Service& each : entry.services) {
            std::vector<Authentication> now(each.authentication.begin(), each.authentication.end());
            now.insert(now.begin(), Authentication::oauth2);
            each.authentication = now;
        }
        entry.provider.oauth2 = identity_provider;
        entry.provider.webmail_url = test::url("https://webmail.example/?a&b");
        for (const ServiceType type :
             {ServiceType::jmap, ServiceType::caldav, ServiceType::carddav, ServiceType::webdav}) {
            entry.services.push_back(
                by_url(type, "https://dav.%EMAILDOMAIN%/" + std::to_string(int(type)) + "/"));
        }
        entry.services.push_back(
            service(ServiceType::managesieve, Transport::starttls, 4190, "sieve.example"));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(autoconfig_documents, Fixture)

BOOST_AUTO_TEST_CASE(nothing_is_added_unasked) {
    const std::string plain = document();
    configure_everything();
    BOOST_TEST(document() == plain);
}

BOOST_AUTO_TEST_CASE(the_version_is_a_choice) {
    BOOST_TEST(has("<clientConfig version=\"1.1\">"));
    policy.version_1_2 = true;
    BOOST_TEST(has("<clientConfig version=\"1.2\">"));
}

BOOST_AUTO_TEST_CASE(without_both_directions_there_is_no_document) {
    policy.extras = true;
    entry.services = {by_url(ServiceType::jmap, "https://jmap.example/"),
                      service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.example")};
    BOOST_TEST(document() == "");
}

BOOST_AUTO_TEST_CASE(alternatives_follow_the_best_of_their_type) {
    entry.services = {service(ServiceType::submission, Transport::starttls, 587, "s587.example"),
                      service(ServiceType::imap, Transport::starttls, 143, "i143.example"),
                      service(ServiceType::imap, Transport::implicit_tls, 993, "i993.example"),
                      service(ServiceType::pop3, Transport::implicit_tls, 995, "p995.example"),
                      service(ServiceType::imap, Transport::implicit_tls, 994, "i994.example"),
                      service(ServiceType::submission, Transport::implicit_tls, 465, "s465.example")};
    BOOST_TEST(all("hostname") == "i993.example p995.example s465.example ");
    policy.alternatives = true;
    BOOST_TEST(all("hostname") ==
               "i993.example i994.example i143.example p995.example s465.example s587.example ");
    BOOST_TEST(all("socketType") == "SSL SSL STARTTLS SSL SSL STARTTLS ");
}

BOOST_AUTO_TEST_CASE(an_alternative_never_gives_up_tls) {
    policy.alternatives = true;
    entry.services = {service(ServiceType::imap, Transport::plaintext, 143, "plain.example"),
                      service(ServiceType::imap, Transport::starttls, 143, "tls.example"),
                      service(ServiceType::submission, Transport::plaintext, 25, "a.example"),
                      service(ServiceType::submission, Transport::plaintext, 587, "b.example")};
    BOOST_TEST(all("hostname") == "tls.example a.example b.example ");
}

BOOST_AUTO_TEST_CASE(oauth2_comes_first_and_the_password_behind_it) {
    configure_everything();
    policy.oauth2 = true;
    BOOST_TEST(all("authentication") ==
               "OAuth2 password-cleartext OAuth2 password-cleartext OAuth2 password-cleartext ");
    BOOST_TEST(has("  </emailProvider>\n"
                   "  <oAuth2>\n"
                   "    <issuer>https://id.example/</issuer>\n"
                   "    <scope>mail calendar</scope>\n"
                   "    <authURL>https://id.example/auth?a&amp;b</authURL>\n"
                   "    <tokenURL>https://id.example/token</tokenURL>\n"
                   "    <clientID>open</clientID>\n"
                   "  </oAuth2>\n"
                   "</clientConfig>\n"));
    OAuth2 anonymous = identity_provider;
    anonymous.client_id.clear();
    entry.provider.oauth2 = anonymous;
    BOOST_TEST(has("<oAuth2>"));
    BOOST_TEST(!has("clientID"));
}

BOOST_AUTO_TEST_CASE(oauth2_alone_is_told_once) {
    policy.oauth2 = true;
    entry.provider.oauth2 = identity_provider;
    for (Service& each : entry.services) {
        each.authentication = {Authentication::oauth2};
    }
    BOOST_TEST(all("authentication") == "OAuth2 OAuth2 OAuth2 ");
    BOOST_TEST(has("<oAuth2>"));
}

BOOST_AUTO_TEST_CASE(oauth2_is_not_told_where_a_client_could_not_use_it) {
    configure_everything();
    policy.oauth2 = true;
    const auto is_told = [&] { return has("OAuth2") || has("oAuth2"); };
    BOOST_TEST(is_told());
    for (std::string OAuth2::*part :
         {&OAuth2::issuer, &OAuth2::scope, &OAuth2::authorization_url, &OAuth2::token_url}) {
        OAuth2 incomplete = identity_provider;
        (incomplete.*part).clear();
        entry.provider.oauth2 = incomplete;
        BOOST_TEST(!is_told());
    }
    entry.provider.oauth2.reset();
    BOOST_TEST(!is_told());
    entry.provider.oauth2 = identity_provider;
    for (Service& each : entry.services) {
        each.authentication = {Authentication::password_cleartext};
    }
    BOOST_TEST(!is_told()); // no service takes a token
}

BOOST_AUTO_TEST_CASE(extras_stand_at_the_root_and_jmap_behind_imap_and_pop3) {
    configure_everything();
    policy.extras = true;
    const std::string text = document();
    const std::string jmap = "    <incomingServer type=\"jmap\">\n"
                             "      <url>https://dav.test.example/4/</url>\n"
                             "      <authentication system=\"http\">Basic</authentication>\n"
                             "      <username>%EMAILADDRESS%</username>\n"
                             "    </incomingServer>\n"
                             "    <outgoingServer type=\"smtp\">\n";
    BOOST_TEST(text.find(jmap) != std::string::npos);
    BOOST_TEST(text.find("type=\"pop3\"") < text.find("type=\"jmap\""));
    const std::string extras = "  </emailProvider>\n"
                               "  <calendar type=\"caldav\">\n"
                               "    <url>https://dav.test.example/5/</url>\n"
                               "    <authentication system=\"http\">Basic</authentication>\n"
                               "    <username>%EMAILADDRESS%</username>\n"
                               "  </calendar>\n"
                               "  <addressbook type=\"carddav\">\n"
                               "    <url>https://dav.test.example/6/</url>\n"
                               "    <authentication system=\"http\">Basic</authentication>\n"
                               "    <username>%EMAILADDRESS%</username>\n"
                               "  </addressbook>\n"
                               "  <fileShare type=\"webdav\">\n"
                               "    <url>https://dav.test.example/7/</url>\n"
                               "    <authentication system=\"http\">Basic</authentication>\n"
                               "    <username>%EMAILADDRESS%</username>\n"
                               "  </fileShare>\n"
                               "  <setupServer type=\"managesieve\">\n"
                               "    <hostname>sieve.example</hostname>\n"
                               "    <port>4190</port>\n"
                               "    <socketType>STARTTLS</socketType>\n"
                               "    <authentication>password-cleartext</authentication>\n"
                               "    <username>%EMAILADDRESS%</username>\n"
                               "  </setupServer>\n"
                               "  <webMail>\n"
                               "    <loginPage url=\"https://webmail.example/?a&amp;b\"/>\n"
                               "  </webMail>\n"
                               "</clientConfig>\n";
    BOOST_TEST(text.ends_with(extras), text);
}

BOOST_AUTO_TEST_CASE(a_service_by_url_names_what_http_has_a_word_for) {
    using enum Authentication;
    policy.extras = policy.oauth2 = true;
    entry.provider.oauth2 = identity_provider;
    const auto told = [&](std::vector<Authentication> authentication) {
        entry.services.resize(3, by_url(ServiceType::caldav, ""));
        entry.services.push_back(
            by_url(ServiceType::caldav, "https://dav.example/", std::move(authentication)));
        const std::string text = document();
        const std::size_t at = text.find("<calendar");
        return at == std::string::npos ? "-" : all(text.substr(at), "authentication");
    };
    BOOST_TEST(told({password_cleartext}) == "Basic ");
    BOOST_TEST(told({password_encrypted, password_cleartext}) == "Digest ");
    BOOST_TEST(told({gssapi, password_cleartext}) == "Basic ");
    BOOST_TEST(told({password_cleartext, Authentication::oauth2}) == "OAuth2 Basic ");
    BOOST_TEST(has("<authentication system=\"http\">Basic<"));
    BOOST_TEST(has("<authentication>OAuth2<"));
    BOOST_TEST(has("<oAuth2>"));
    BOOST_TEST(told({Authentication::oauth2}) == "OAuth2 ");
    BOOST_TEST(told({gssapi, ntlm, tls_client_cert, none}) == "-");
    policy.oauth2 = false;
    BOOST_TEST(told({Authentication::oauth2}) == "-");
}

BOOST_AUTO_TEST_CASE(a_pattern_for_all_of_a_domain_is_used_for_everybody) {
    entry.everyone.username = test::text("x-%EMAILLOCALPART%");
    BOOST_TEST(all("username") == "x-%EMAILLOCALPART% x-%EMAILLOCALPART% x-%EMAILLOCALPART% ");
}

BOOST_AUTO_TEST_SUITE_END()
