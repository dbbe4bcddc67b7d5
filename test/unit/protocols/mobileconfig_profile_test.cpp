// SPDX-License-Identifier: MIT
// The profile without its HTTP answer. mobileconfig_test.cpp asks over HTTP.
#include "autodiscover/protocols/mobileconfig_profile.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_FIXTURE_TEST_SUITE(mobileconfig_profile_, MobileconfigFixture)

BOOST_AUTO_TEST_CASE(it_is_the_body_of_the_answer) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    const auto profile = mobileconfig_profile(*directory.find(Subject(mailbox)), "A & B");
    BOOST_REQUIRE(profile.has_value());
    BOOST_TEST(*profile == ask("email=user@example.com&name=A%20%26%20B").body);
}

BOOST_AUTO_TEST_CASE(nothing_without_services_to_tell) {
    entry.services = {};
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    BOOST_TEST(!mobileconfig_profile(*directory.find(Subject(mailbox)), "").has_value());
}

BOOST_AUTO_TEST_CASE(text_to_agree_to) { // apple 30
    BOOST_TEST(ask().body.find("ConsentText") == std::string::npos);
    policy.consent = {{"de", "Ja & nein"}, {"default", "Yes"}};
    BOOST_TEST(
        ask().body.find("<key>ConsentText</key>\n<dict>\n<key>de</key>\n<string>Ja &amp; nein</string>\n"
                        "<key>default</key>\n<string>Yes</string>\n</dict>\n<key>PayloadContent</key>") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(expiry_and_removal) {
    policy.remove_after = 30;
    policy.removal_date = read_date("2031-06-30", "-");
    policy.expiration_date = read_date("2030-12-31", "-");
    const Response response = ask();
    BOOST_TEST(value(response, "DurationUntilRemoval") == "<real>2592000</real>");
    BOOST_TEST(value(response, "RemovalDate") == "<date>2031-06-30T00:00:00Z</date>");
    BOOST_TEST(value(response, "PayloadExpirationDate") == "<date>2030-12-31T00:00:00Z</date>");
    BOOST_CHECK(identity(response) == identity(test::ask(SmallDirectory(), "email=user@example.com")));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_and_why) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    const auto omissions = [&] { return mobileconfig_omissions(*directory.find(Subject(mailbox))); };
    BOOST_TEST(omissions().empty());
    policy.payloads = Payloads(Payload::mail) | Payload::caldav | Payload::carddav | Payload::activesync;
    entry.services[0].authentication = {Authentication::oauth2};
    entry.services.push_back(service(ServiceType::caldav, Transport::implicit_tls, 443, "cal.example", "x",
                                     {Authentication::oauth2}));
    const std::vector<std::string> expected = {
        "mail: Apple has no word for any authentication of a server, so there is no profile",
        "caldav: Apple has no word for any of its authentications", "carddav: there is no such service",
        "activesync: `outlook.activesync_url` is not set"};
    BOOST_TEST(omissions() == expected, boost::test_tools::per_element());
    entry.policies.outlook.activesync_url = test::url("https://eas.example:8443/");
    BOOST_TEST(omissions().back() ==
               "activesync: `outlook.activesync_url` has a port, for which a profile has no place");
    policy.payloads = Payload::mail;
    entry.services.erase(entry.services.begin() + 2);
    BOOST_TEST(omissions().front() ==
               "mail: it needs an incoming and an outgoing server, so there is no profile");
    entry.services = {};
    BOOST_TEST(omissions().empty());
}

BOOST_AUTO_TEST_SUITE_END()
