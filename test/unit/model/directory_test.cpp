// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

#include "../fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(an_account_fills_in_its_subject) {
    SmallDirectory served;
    served.add("wild.example").services = {
        service(ServiceType::imap, Transport::implicit_tls, 993, "mail.%EMAILDOMAIN%", "%EMAILLOCALPART%")};
    const Result<Mailbox> mailbox = Mailbox::parse("User@Wild.Example");
    const LookupResult account = served.find(Subject(*mailbox));
    BOOST_REQUIRE(account.outcome() == Lookup::found);
    const Service* const imap = account->offered(ServiceType::imap);
    BOOST_REQUIRE(imap != nullptr);
    BOOST_TEST(account->host(*imap).view() == "mail.wild.example");
    BOOST_TEST(account->username(*imap).view() == "User");
    BOOST_TEST(account->offered(ServiceType::pop3) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_subject_is_a_mailbox_or_a_domain) {
    const Result<Mailbox> mailbox = Mailbox::parse("user@Example.com");
    const Result<Domain> domain = Domain::parse("Example.com");
    const Subject person(*mailbox);
    const Subject place(*domain);
    BOOST_TEST(person.domain == place.domain);
    BOOST_TEST(person.mailbox == &*mailbox);
    BOOST_TEST(place.mailbox == nullptr);
}

BOOST_AUTO_TEST_CASE(a_login_stands_in_for_the_services_own) {
    SmallDirectory served;
    const Result<Mailbox> mailbox = Mailbox::parse("User@example.com");
    Account account = *served.find(Subject(*mailbox));
    const Service& imap = *account.offered(ServiceType::imap);
    BOOST_TEST(account.username_template(imap).text() == "%EMAILADDRESS%");
    BOOST_TEST(!account.has_own_login());

    const Login literal{text("mbox0815"), {}};
    account.login_of_mailbox.login = literal;
    BOOST_TEST(account.username(imap).view() == "mbox0815");
    BOOST_TEST(account.username_template(imap).text() == "mbox0815");
    BOOST_TEST(account.has_own_login());

    const Login derived{text("%EMAILLOCALPART%"), {}}; // a client can do that by itself
    account.login_of_mailbox.login = derived;
    BOOST_TEST(account.username(imap).view() == "User");
    BOOST_TEST(!account.has_own_login());
}

BOOST_AUTO_TEST_CASE(an_alias_is_served_as_its_target) {
    SmallDirectory served;
    const Template per_domain = text("x.%EMAILDOMAIN%");
    served.add("alias.example").services = {
        service(ServiceType::imap, Transport::implicit_tls, 993, "mail.%EMAILDOMAIN%"),
        {ServiceType::caldav,
         Transport::implicit_tls,
         443,
         per_domain,
         text("%EMAILLOCALPART%"),
         {Authentication::password_cleartext},
         text("https://x.%EMAILDOMAIN%/")}};
    const Result<Mailbox> mailbox = Mailbox::parse("info@alias.example");
    Account account = *served.find(Subject(*mailbox));
    const Service& imap = *account.offered(ServiceType::imap);
    const Service& caldav = *account.offered(ServiceType::caldav);
    BOOST_TEST(account.url(caldav).view() == "https://x.alias.example/");

    const Login alias{{}, *Mailbox::parse("Max@example.com")};
    account.login_of_mailbox.login = alias;
    BOOST_TEST(account.has_own_login());
    BOOST_TEST(account.username(imap).view() == "Max@example.com");
    BOOST_TEST(account.username(caldav).view() == "Max");
    BOOST_TEST(account.host(imap).view() == "mail.example.com");
    BOOST_TEST(account.host(caldav).view() == "x.example.com");
    BOOST_TEST(account.url(caldav).view() == "https://x.example.com/");
    BOOST_TEST(account.subject.mailbox->address() == "info@alias.example");

    const Login both{text("%EMAILLOCALPART%-x"), *Mailbox::parse("Max@example.com")};
    account.login_of_mailbox.login = both;
    BOOST_TEST(account.username(imap).view() == "Max-x");
}

BOOST_AUTO_TEST_SUITE_END()
