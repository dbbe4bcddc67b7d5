// SPDX-License-Identifier: MIT
// Wherever a domain or host name may stand, it may stand in its own script; whatever is told is in A-labels.
#include "folder.hpp"

#include "autodiscover/config/config_directory.hpp"

#include <algorithm>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::string_view everywhere = R"(provider:
  name: Example
  domain: bücher.example
  url: https://autodiscover.Bücher.example/
  documentation: [{ url: https://hilfe.bücher.example/ }]
  home_url: https://bücher.example/
  webmail_url: https://webmail.bücher.example/
  developer_url: https://entwickler.bücher.example/
  contact: [mailto:post@bücher.example, https://bücher.example/post]
  logo: [{ url: https://bücher.example/logo.png, content_type: image/png }]
  oauth2:
    issuer: https://id.xn--bcher-kva.example/
    scope: mail
    authorization_url: https://id.bücher.example/a
    token_url: https://id.bücher.example/t
services:
  imaps: { host: imap.bücher.example }
  submissions: { host: bücher.%EMAILDOMAIN% }
  sieve: { host: sieve.bücher.example }
  jmap: { url: https://jmap.bücher.example/ }
  caldav: { url: "https://bücher.%EMAILDOMAIN%/%EMAILDOMAIN%/" }
outlook: { activesync_url: https://eas.bücher.example/ }
domains:
  ПРИМЕР.example: { outlook: { redirect_address: "%EMAILLOCALPART%@bücher.example" } }
  "*.пример.example": { outlook: { redirect_url: https://anders.bücher.example/ } }
autoconfig: { expand_username: true }
users:
  max@BÜCHER.example: mbox0815
  "*@пример.example": "%EMAILLOCALPART%"
aliases:
  info@bücher.example: Max@bücher.example
)";

bool is_ascii(std::string_view text) {
    return !text.empty() && std::none_of(text.begin(), text.end(),
                                         [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(international)

BOOST_AUTO_TEST_CASE(names_in_any_script_give_a_labels) { // RFC 5891
    BOOST_TEST(findings(everywhere) == "");
    const Config config = load_text(everywhere);
    const Provider& provider = *config.domains.defaults().provider;
    BOOST_TEST(provider.domain->view() == "xn--bcher-kva.example");
    BOOST_TEST(provider.url->text() == "https://autodiscover.xn--bcher-kva.example");
    for (const std::string& text :
         {provider.documentation[0].url, provider.home_url->text(), provider.webmail_url->text(),
          provider.developer_url->text(), provider.contact[0], provider.contact[1], provider.logos[0].url,
          provider.oauth2->authorization_url, provider.oauth2->token_url,
          config.domains.defaults().policies->outlook.activesync_url->text()}) {
        BOOST_TEST(is_ascii(text), text);
        BOOST_TEST(text.find("xn--bcher-kva.example") != std::string::npos, text);
    }
    for (const Service& service : *config.domains.defaults().services) {
        BOOST_TEST(is_ascii(service.host.text()), service.host.text());
        BOOST_TEST(service.host.text().find("xn--bcher-kva.") != std::string::npos, service.host.text());
    }
    BOOST_TEST(config.domains.defaults().services->back().url.text() ==
               "https://xn--bcher-kva.%EMAILDOMAIN%/%EMAILDOMAIN%/");
    const DomainConfig* const own = config.domains.find("xn--e1afmkfd.example");
    BOOST_REQUIRE(own != nullptr);
    BOOST_TEST(own->policies->outlook.redirect_address->text() == "%EMAILLOCALPART%@xn--bcher-kva.example");
    const DomainConfig* const below = config.domains.find("a.xn--e1afmkfd.example");
    BOOST_REQUIRE(below != nullptr);
    BOOST_TEST(below->policies->outlook.redirect_url->text() == "https://anders.xn--bcher-kva.example/");
}

BOOST_AUTO_TEST_CASE(logins_are_found_by_any_spelling) {
    const auto served = make_directory(load_text(everywhere));
    const auto login = [&](std::string_view address) {
        const Result<Mailbox> mailbox = Mailbox::parse(address);
        const LookupResult account = served->find(Subject(*mailbox));
        BOOST_REQUIRE(account.outcome() == Lookup::found);
        return std::string(account->username(*account->offered(ServiceType::imap)));
    };
    for (const std::string_view domain : {"bücher.example", "Bücher.Example", "xn--bcher-kva.example"}) {
        BOOST_TEST(login("max@" + std::string(domain)) == "mbox0815");
        BOOST_TEST(login("info@" + std::string(domain)) == "mbox0815");
    }
    BOOST_TEST(login("Ива́н@пример.example") == "Ива́н");
    BOOST_TEST(login("x@xn--e1afmkfd.example") == "x");
}

BOOST_AUTO_TEST_SUITE_END()
