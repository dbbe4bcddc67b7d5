// SPDX-License-Identifier: MIT
// Which requests get a profile and which are refused.
#include "autodiscover/protocols/protocol.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;
using namespace autodiscover::test;
namespace data = boost::unit_test::data;

BOOST_FIXTURE_TEST_SUITE(mobileconfig_requests, MobileconfigFixture)

BOOST_DATA_TEST_CASE_F(
    MobileconfigFixture, bad_addresses_are_refused_and_not_echoed,
    data::make({"zzz", "zzz@", "@example.com", "zz%01z@example.com", "zzz%00@example.com",
                "zzz@example.com%00", "zzz%0D%0A@example.com", "zzz@example.com%0D%0AX:%20y",
                "zzz%ED%A0%80@example.com", "zzz%FF@example.com", "%22zzz%22@example.com",
                "zzz@example.com@example.com", "zzz%3Cb%3E@example.com", "zzz@exa%20mple.com",
                "zzz,yyy@example.com", "zzz@[127.0.0.1]", "%EMAILADDRESS%"}),
    address) {
    const Response response = ask(std::string("email=") + address);
    BOOST_TEST(response.status == 400);
    BOOST_TEST(response.content_type == "text/plain; charset=utf-8");
    BOOST_TEST(response.body == "The address is not valid.\n");
}

BOOST_AUTO_TEST_CASE(without_an_address) {
    for (const char* query : {"", "email=", "addresses=", "addresses=,b@example.com", "other=1"}) {
        BOOST_TEST(ask(query).status == 400);
    }
    policy.without_address = true;
    const Response response = ask("email=");
    BOOST_TEST(response.status == 200);
    for (const char* key : {"EmailAddress", "IncomingMailServerUsername", "OutgoingMailServerUsername"}) {
        BOOST_TEST(value(response, key) == "");
    }
    BOOST_TEST(value(response, "EmailAccountDescription") == string_of("Example Mail"));
    BOOST_TEST(value(response, "PayloadDisplayName") == string_of("Example Mail"));
    BOOST_TEST(value(response, "OutgoingPasswordSameAsIncomingPassword") == "<true/>");
    // uuid5(namespace, "profile\n@example.com")
    BOOST_TEST(value(response, "PayloadUUID", 1) == string_of("980F7096-1AD9-56B4-ADF3-8C14B67CAAF8"));
    BOOST_TEST(response.headers.find(HeaderName::content_disposition) ==
               "attachment; filename=\"example.com.mobileconfig\"");
    BOOST_TEST(ask("email=bad").status == 400); // a bad address is not a missing one

    BOOST_TEST(test::ask(directory, "", "autoconfig.example.com:8080").body == response.body);
    BOOST_TEST(test::ask(directory, "", "unknown.example").status == 400);
    BOOST_TEST(test::ask(directory, "", "").status == 400);
    policy.enabled = false;
    BOOST_TEST(ask("").status == 404);
}

BOOST_AUTO_TEST_CASE(unknown_domains_and_switched_off_ones) {
    BOOST_TEST(ask("email=user@unknown.example").status == 404);
    policy.enabled = false;
    BOOST_TEST(ask().status == 404);
}

BOOST_AUTO_TEST_CASE(names_of_people) {
    const auto name = [&](const std::string& text) {
        return value(ask("email=user@example.com&name=" + text), "EmailAccountName");
    };
    BOOST_TEST(name("J%C3%BCrgen%20%3Cb%3E") == string_of("Jürgen &lt;b&gt;"));
    BOOST_TEST(name("Jane+Doe+") == string_of("Jane Doe")); // as forms encode a blank
    BOOST_TEST(name("") == "");
    BOOST_TEST(name("++") == "");
    std::string hundred;
    for (int i = 0; i < 100; ++i) {
        hundred += "%C3%BC";
    }
    BOOST_TEST(name(hundred) != "");
    for (const std::string& bad : {hundred + "x", std::string("%0A"), std::string("a%00"), std::string("%7F"),
                                   std::string("%C2%85"), std::string("%FF"), std::string("%EF%BF%BE")}) {
        const Response response = ask("email=user@example.com&name=" + bad);
        BOOST_TEST(response.status == 400, bad);
        BOOST_TEST(response.body == "The name is not valid.\n");
    }
}

BOOST_DATA_TEST_CASE_F(MobileconfigFixture, parameter_names_of_other_programs,
                       data::make({"emailaddress=user@example.com", "EMailAddress=user@example.com",
                                   "addresses=user@example.com",
                                   "addresses=user@example.com,b@example.com,c@example.com",
                                   "x=1&EMAIL=user@example.com&email=other@example.com",
                                   "addresses=other@example.com&email=user@example.com"}),
                       query) {
    BOOST_TEST(ask(query).body == ask().body);
}

BOOST_DATA_TEST_CASE_F(MobileconfigFixture, paths_of_other_programs,
                       data::make({"/email/mobileconfig", "/mobileconfig", "/mobileconfig/",
                                   "/profile.mobileconfig", "/apple.mobileconfig", "/mail/ios.mobileconfig",
                                   "/.well-known/apple-mail.mobileconfig"}),
                       path) {
    BOOST_TEST(test::ask(directory, "email=user%40example.com", "", path).body == ask().body);
}

BOOST_AUTO_TEST_CASE(methods) {
    const auto by = [&](Method method) {
        return test::ask(directory, "email=user%40example.com", "", "/email.mobileconfig", method);
    };
    const Response head = by(Method::head);
    BOOST_TEST(head.status == 200);
    BOOST_TEST(head.omit_body);
    BOOST_TEST(head.headers.lines() == ask().headers.lines());
    BOOST_TEST(by(Method::post).status == 405);
    BOOST_TEST(by(Method::post).headers.find(HeaderName::allow) == "GET, HEAD, OPTIONS");
}

BOOST_AUTO_TEST_CASE(view_is_the_answer) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    const Response shown =
        mobileconfig_protocol.view(*directory.find(Subject(mailbox)), directory.installation());
    BOOST_TEST(shown.body == ask().body);
    const Domain domain = *Domain::parse("example.com");
    BOOST_TEST(
        mobileconfig_protocol.view(*directory.find(Subject(domain)), directory.installation()).status == 400);
    policy.without_address = true;
    BOOST_TEST(mobileconfig_protocol.view(*directory.find(Subject(domain)), directory.installation()).body ==
               ask("").body);
}

BOOST_AUTO_TEST_CASE(a_link_may_choose) {
    entry.services.push_back(service(ServiceType::caldav, Transport::implicit_tls, 443, "cal.example"));
    const auto types = [&](std::string_view only) {
        const Response response = ask("email=user@example.com&only=" + std::string(only));
        return std::to_string(response.status) + value(response, "PayloadType") +
               value(response, "PayloadType", 1);
    };
    const std::string mail = string_of("com.apple.mail.managed");
    const std::string caldav = string_of("com.apple.caldav.account");
    BOOST_TEST(types("mail") == "200" + mail + string_of("Configuration"));
    BOOST_TEST(types("CalDAV") == "200" + caldav + string_of("Configuration"));
    BOOST_TEST(types("dav%2Cmail") == "200" + mail + caldav);
    for (const char* const wrong :
         {"", "mails", "mail,", ",mail", "mail;caldav", "mail,,caldav", "mail%00"}) {
        BOOST_TEST(types(wrong) == (std::string_view(wrong) == "mail;caldav" // ";" ends a parameter
                                        ? "200" + mail + string_of("Configuration")
                                        : "400"),
                   wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()
