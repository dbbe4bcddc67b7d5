// SPDX-License-Identifier: MIT
// Payloads beside mail. test/cases/mobileconfig/19-* and 20-* hold whole answers; mobileconfig_test.cpp is
// about mail.
#include "autodiscover/protocols/mobileconfig_payloads.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

using enum ServiceType;
using enum Transport;
using enum Authentication;

struct Fixture : MobileconfigFixture {
    Fixture() {
        entry.services.push_back(service(caldav, implicit_tls, 443, "cal.example"));
        entry.services.push_back(
            service(carddav, implicit_tls, 8443, "card.%EMAILDOMAIN%", "%EMAILLOCALPART%"));
        entry.services.push_back(
            service(ldap, implicit_tls, 636, "ldap.example", "uid=%EMAILLOCALPART%,dc=x"));
        entry.services.back().searches = std::vector<DirectorySearch>{
            {"dc=x", DirectorySearch::Scope::one_level, "A & B"}, {"dc=y", {}, {}}};
        entry.policies.outlook.activesync_url = test::url("https://eas.example/Microsoft-Server-ActiveSync");
    }
    Response only(std::string_view words) const {
        return ask("email=user%40example.com&only=" + std::string(words));
    }
};

std::size_t count(const Response& response, std::string_view text) {
    std::size_t found = 0;
    for (std::size_t at = response.body.find(text); at != std::string::npos;
         at = response.body.find(text, at + 1)) {
        ++found;
    }
    return found;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(mobileconfig_payloads, Fixture)

BOOST_AUTO_TEST_CASE(mail_alone_unless_said) {
    BOOST_TEST(count(ask(), "com.apple.") == 1U);
    policy.payloads = Payloads(Payload::mail) | Payload::caldav;
    BOOST_TEST(count(ask(), "com.apple.") == 2U);
    BOOST_TEST(count(only("mail"), "com.apple.") == 1U);
}

BOOST_AUTO_TEST_CASE(calendars_and_address_books) { // apple 19
    const Response response = only("mail,dav");
    BOOST_TEST(count(response, "com.apple.") == 3U);
    BOOST_TEST(value(response, "CalDAVHostName") == string_of("cal.example"));
    BOOST_TEST(value(response, "CalDAVPort") == ""); // 443 goes without saying
    BOOST_TEST(value(response, "CalDAVUseSSL") == "<true/>");
    BOOST_TEST(value(response, "CalDAVUsername") == string_of("user@example.com"));
    BOOST_TEST(value(response, "CalDAVAccountDescription") == string_of("user@example.com"));
    BOOST_TEST(value(response, "CardDAVHostName") == string_of("card.example.com"));
    BOOST_TEST(value(response, "CardDAVPort") == "<integer>8443</integer>");
    BOOST_TEST(value(response, "CardDAVUseSSL") == "<true/>");
    BOOST_TEST(value(response, "CardDAVUsername") == string_of("user"));
    BOOST_TEST(count(response, "PrincipalURL") == 0U);
}

BOOST_AUTO_TEST_CASE(directories) { // apple 20
    const Response response = only("ldap");
    BOOST_TEST(value(response, "LDAPAccountHostName") == string_of("ldap.example"));
    BOOST_TEST(value(response, "LDAPAccountUseSSL") == "<true/>");
    BOOST_TEST(value(response, "LDAPAccountUserName") == string_of("uid=user,dc=x"));
    BOOST_TEST(value(response, "LDAPAccountDescription") == string_of("Example Mail"));
    BOOST_TEST(value(response, "LDAPSearchSettingScope") == string_of("LDAPSearchSettingScopeOneLevel"));
    BOOST_TEST(value(response, "LDAPSearchSettingSearchBase") == string_of("dc=x"));
    BOOST_TEST(value(response, "LDAPSearchSettingDescription") == string_of("A &amp; B"));
    BOOST_TEST(value(response, "LDAPSearchSettingScope", 1) == string_of("LDAPSearchSettingScopeSubtree"));
    BOOST_TEST(value(response, "LDAPSearchSettingDescription", 1) == "");
    BOOST_TEST(count(response, "Port") == 0U);
    entry.services.back().authentication = {none};
    BOOST_TEST(value(only("ldap"), "LDAPAccountUserName") == "");
}

BOOST_AUTO_TEST_CASE(activesync) {
    const Response alone = only("activesync");
    BOOST_TEST(value(alone, "Host") == string_of("eas.example"));
    BOOST_TEST(value(alone, "SSL") == "<true/>");
    BOOST_TEST(value(alone, "UserName") == string_of("user@example.com"));
    BOOST_TEST(value(alone, "EmailAddress") == string_of("user@example.com"));
    BOOST_TEST(value(alone, "EnableMail") == ""); // the default is true
    BOOST_TEST(value(only("mail,activesync"), "EnableMail") == "<false/>");
    entry.services[0].username = text("%EMAILLOCALPART%");
    BOOST_TEST(value(only("activesync"), "UserName") == string_of("user"));
    entry.services = {};
    BOOST_TEST(value(only("activesync"), "UserName") == string_of("user@example.com"));
    entry.policies.outlook.activesync_url = test::url("https://eas.example:443");
    BOOST_TEST(value(only("activesync"), "Host") == string_of("eas.example"));
    entry.policies.outlook.activesync_url = test::url("https://eas.example:8443/Microsoft-Server-ActiveSync");
    BOOST_TEST(only("activesync").status == 404);
    entry.policies.outlook.activesync_url.reset();
    BOOST_TEST(only("activesync").status == 404);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_is_left_out) {
    entry.services[3].authentication = {oauth2};
    BOOST_TEST(count(only("mail,dav"), "com.apple.") == 2U);
    BOOST_TEST(only("caldav").status == 404);
    entry.services[3].authentication = {oauth2, none};
    BOOST_TEST(value(only("caldav"), "CalDAVUsername") == "");
}

BOOST_AUTO_TEST_CASE(who_waits_for_mail_gets_no_profile_without) {
    policy.payloads = Payloads(Payload::mail) | Payload::caldav;
    entry.services.erase(entry.services.begin() + 2);
    BOOST_TEST(ask().status == 404);
    BOOST_TEST(only("mail,caldav").status == 404);
    BOOST_TEST(only("caldav").status == 200);
    policy.payloads = Payload::caldav;
    BOOST_TEST(ask().status == 200);
}

BOOST_AUTO_TEST_CASE(without_an_address_there_is_no_login) {
    policy.without_address = true;
    const Response response = ask("only=mail,dav,ldap,activesync");
    BOOST_TEST(count(response, "com.apple.") == 5U);
    BOOST_TEST(count(response, "Username</key>") + count(response, "UserName</key>") == 0U);
    BOOST_TEST(value(response, "CalDAVAccountDescription") == string_of("Example Mail"));
    BOOST_TEST(value(response, "EmailAddress") == "");
}

BOOST_AUTO_TEST_CASE(a_login_of_its_own_wins) {
    entry.users["user@example.com"] = {text("u1234"), std::nullopt};
    const Response response = only("mail,dav,activesync");
    for (const char* key : {"CalDAVUsername", "CardDAVUsername", "UserName"}) {
        BOOST_TEST(value(response, key) == string_of("u1234"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
