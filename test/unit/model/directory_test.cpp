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
    const std::optional<Account> account = served.find(Subject(*mailbox));
    BOOST_REQUIRE(account.has_value());
    const Service* const imap = account->offered(ServiceType::imap);
    BOOST_REQUIRE(imap != nullptr);
    BOOST_TEST(account->host(*imap) == "mail.wild.example");
    BOOST_TEST(account->username(*imap) == "User");
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

BOOST_AUTO_TEST_SUITE_END()
