// SPDX-License-Identifier: MIT
// What the operator may add to an answer: ServiceHome, ExpirationDate, CalDAV and CardDAV, RedirectUrl,
// logins of single mailboxes. [MS-OXDSCLI]
#include "autodiscover/protocols/outlook_reply.hpp"

#include "unit/fixture.hpp"
#include "unit/protocols/outline.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
using test::outline;

namespace {

struct Fixture {
    test::SmallDirectory directory;
    test::SmallDirectory::Entry& entry = directory.add("test.example");
    Mailbox mailbox = *Mailbox::parse("Alice@Test.Example");

    Account account() { return *directory.find(Subject(mailbox)); }
    static Service dav(ServiceType type, std::string_view url) {
        Service out = test::service(type, Transport::implicit_tls, 443, "dav.example");
        out.url = test::text(url);
        return out;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(outlook_reply_choices, Fixture)

BOOST_AUTO_TEST_CASE(the_expiration_date_stands_before_the_time_to_live) {
    entry.policies.outlook.expiration_date = read_date("20301231", "");
    entry.policies.outlook.dav = true;
    entry.services.push_back(dav(ServiceType::caldav, "https://dav.example/"));
    const std::string all = outline(outlook_settings(account()));
    BOOST_TEST(all.find("Type=IMAP ExpirationDate=20301231 TTL=24 Server=") != std::string::npos, all);
    BOOST_TEST(all.find("Type=CalDAV ExpirationDate=20301231 TTL=24 Server=") != std::string::npos, all);
}

BOOST_AUTO_TEST_CASE(the_home_page_stands_before_the_protocols) {
    entry.provider.home_url = test::url("https://www.example/?a&b");
    const std::string all = outline(outlook_settings(account()));
    BOOST_TEST(all.find("Action=settings ServiceHome=https://www.example/?a&b Protocol") != std::string::npos,
               all);
}

BOOST_AUTO_TEST_CASE(calendars_and_address_books_come_last_and_by_choice) {
    entry.services.insert(entry.services.begin(),
                          dav(ServiceType::carddav, "https://dav.%EMAILDOMAIN%/contacts/"));
    entry.services.insert(entry.services.begin(),
                          dav(ServiceType::caldav, "https://dav.%EMAILDOMAIN%/cal/?a&b"));
    entry.services.push_back(dav(ServiceType::webdav, "https://dav.example/files/"));
    entry.services.push_back(dav(ServiceType::jmap, "https://jmap.example/"));
    BOOST_TEST(outline(outlook_settings(account())).find("DAV") == std::string::npos);
    entry.policies.outlook.dav = true;
    const std::string all = outline(outlook_settings(account()));
    BOOST_TEST(
        all.ends_with("UsePOPAuth=on "
                      "Protocol Type=CalDAV TTL=24 Server=https://dav.test.example/cal/?a&b "
                      "LoginName=Alice@test.example DomainRequired=off SPA=off SSL=on AuthRequired=on "
                      "Protocol Type=CardDAV TTL=24 Server=https://dav.test.example/contacts/ "
                      "LoginName=Alice@test.example DomainRequired=off SPA=off SSL=on AuthRequired=on "),
        all);
}

BOOST_AUTO_TEST_CASE(a_login_of_its_own_stands_in_every_protocol) {
    entry.policies.outlook.dav = true;
    entry.services.push_back(dav(ServiceType::caldav, "https://dav.example/"));
    entry.services[2].username = test::text("%EMAILLOCALPART%");
    const auto logins = [&] {
        const std::string all = outline(outlook_settings(account()));
        std::string out;
        for (std::size_t at = all.find("LoginName="); at != std::string::npos;
             at = all.find("LoginName=", at + 1)) {
            out += all.substr(at + 10, all.find(' ', at) - at - 9);
        }
        return out + (all.find("UsePOPAuth=on") != std::string::npos ? "same" : "different");
    };
    BOOST_TEST(logins() == "Alice@test.example Alice@test.example Alice Alice@test.example different");
    Login& own = entry.users["Alice@test.example"];
    own.username = test::text("u1");
    BOOST_TEST(logins() == "u1 u1 u1 u1 same");
    own = {std::nullopt, *Mailbox::parse("bob@test.example")};
    BOOST_TEST(logins() == "bob@test.example bob@test.example bob bob@test.example different");
}

BOOST_AUTO_TEST_CASE(a_login_for_all_of_a_domain_is_told_without_a_mailbox_if_it_needs_none) {
    const Domain domain = *Domain::parse("test.example");
    const auto has_login = [&] {
        return outline(outlook_settings(*directory.find(Subject(domain)))).find("LoginName=") !=
               std::string::npos;
    };
    entry.everyone.username = test::text("x-%EMAILLOCALPART%");
    BOOST_TEST(!has_login());
    entry.everyone.username = test::text("x-%EMAILDOMAIN%");
    BOOST_TEST(has_login());
}

BOOST_AUTO_TEST_CASE(a_redirection_names_the_url_and_nothing_else) {
    BOOST_TEST(outline(outlook_redirect(account(), "https://other.example/x?a&b")) ==
               "Autodiscover Response User AutoDiscoverSMTPAddress=Alice@test.example "
               "Account AccountType=email Action=redirectUrl RedirectUrl=https://other.example/x?a&b ");
}

BOOST_AUTO_TEST_SUITE_END()
