// SPDX-License-Identifier: MIT
// What a profile says. test/cases/mobileconfig holds whole answers; here is what must hold between answers,
// and each rule alone.
#include "autodiscover/protocols/protocol.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

using enum ServiceType;
using enum Transport;
using enum Authentication;

} // namespace

BOOST_FIXTURE_TEST_SUITE(mobileconfig, MobileconfigFixture)

// Expected values: Python's uuid.uuid5 by the scheme of src/protocols/mobileconfig_profile.cpp. They must
// never change: an installed account is found again by them.
BOOST_AUTO_TEST_CASE(identifiers_are_for_ever) {
    const Response response = ask();
    const std::string top = "example.hosting.autodiscover.cd44f28095a8571cb7db2dc7a6b74d9a";
    BOOST_TEST(value(response, "PayloadIdentifier", 0) == string_of(top + ".mail"));
    BOOST_TEST(value(response, "PayloadIdentifier", 1) == string_of(top));
    BOOST_TEST(value(response, "PayloadUUID", 0) == string_of("1E06CA5C-1771-5453-B88E-2A69346123D0"));
    BOOST_TEST(value(response, "PayloadUUID", 1) == string_of("CD44F280-95A8-571C-B7DB-2DC7A6B74D9A"));
}

BOOST_AUTO_TEST_CASE(the_same_request_gives_the_same_bytes) {
    const SmallDirectory restarted;
    const Response first = ask();
    const Response again = test::ask(restarted, "email=user%40example.com");
    BOOST_TEST(first.body == ask().body);
    BOOST_TEST(first.body == again.body);
    BOOST_TEST(first.headers.lines() == again.headers.lines());
}

BOOST_AUTO_TEST_CASE(two_mailboxes_have_nothing_in_common) {
    std::set<std::string> both = identity(ask("email=a@example.com"));
    both.merge(identity(ask("email=b@example.com")));
    BOOST_TEST(both.size() == 8U);
}

BOOST_AUTO_TEST_CASE(case_of_the_address_is_kept_but_tells_no_accounts_apart) {
    const Response upper = ask("email=User@EXAMPLE.com");
    BOOST_TEST(value(upper, "EmailAddress") == string_of("User@example.com"));
    BOOST_TEST(value(upper, "IncomingMailServerUsername") == string_of("User@example.com"));
    BOOST_CHECK(identity(upper) == identity(ask()));
}

BOOST_AUTO_TEST_CASE(an_operator_may_change_all_but_the_identifier) {
    const std::set<std::string> before = identity(ask());
    entry.services = {service(pop3, starttls, 1110, "new.example"),
                      service(submission, implicit_tls, 1465, "new.example", "%EMAILLOCALPART%")};
    entry.provider.name = "New name";
    policy.description = "New";
    policy.organization = "New";
    BOOST_CHECK(identity(ask("email=user@example.com&name=New")) == before);

    policy.identifier = "example.other";
    policy.name_space = uuid_v5(uuid_namespace_url, policy.identifier);
    for (const std::string& changed : identity(ask())) {
        BOOST_TEST(!before.contains(changed));
    }
}

BOOST_AUTO_TEST_CASE(a_label_and_u_label_are_one_domain) {
    directory.add("xn--bcher-kva.example");
    const Response spelt = ask("email=user@b%C3%BCcher.example");
    BOOST_TEST(value(spelt, "EmailAddress") == string_of("user@xn--bcher-kva.example"));
    BOOST_TEST(spelt.body == ask("email=user@xn--bcher-kva.example").body);
}

BOOST_AUTO_TEST_CASE(headers) {
    const Response response = ask();
    BOOST_TEST(response.content_type == "application/x-apple-aspen-config");
    BOOST_TEST(response.headers.lines() ==
               "Content-Disposition: attachment; filename=\"user-example.com.mobileconfig\"\r\n"
               "Cache-Control: no-store\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "X-Robots-Tag: noindex\r\n");
}

BOOST_AUTO_TEST_CASE(file_names_are_plain_and_short) {
    const auto file_of = [&](std::string_view query) {
        return std::string(ask(query).headers.find(HeaderName::content_disposition));
    };
    const std::string begin = "attachment; filename=\"";
    BOOST_TEST(file_of("email=.a'%23%7Eb.c_d@example.com") ==
               begin + "-a---b.c_d-example.com.mobileconfig\"");
    BOOST_TEST(file_of("email=u007@example.com") == begin + "u007-example.com.mobileconfig\"");
    BOOST_TEST(file_of("email=j%C3%BCrg@example.com") == begin + "j--rg-example.com.mobileconfig\"");
    const std::string longest =
        std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c');
    directory.add(longest);
    BOOST_TEST(file_of("email=" + std::string(64, 'u') + "@" + longest) ==
               begin + std::string(64, 'u') + "-" + std::string(63, 'a') + ".mobileconfig\"");
}

BOOST_AUTO_TEST_CASE(only_integers) {
    const Response response = ask();
    BOOST_TEST(response.body.find("<real>") == std::string::npos);
    BOOST_TEST(value(response, "PayloadVersion", 0) == "<integer>1</integer>");
    BOOST_TEST(value(response, "PayloadVersion", 1) == "<integer>1</integer>");
    BOOST_TEST(value(response, "IncomingMailServerPortNumber") == "<integer>993</integer>");
    BOOST_TEST(value(response, "OutgoingMailServerPortNumber") == "<integer>587</integer>");
}

BOOST_AUTO_TEST_CASE(whatever_an_operator_writes_is_escaped) {
    policy.description = "Tom & \"Jerry\" <x>";
    policy.organization = "Grüße \xF0\x9F\x93\xA7";
    entry.provider.name = "A<B";
    const Response response = ask();
    BOOST_TEST(value(response, "PayloadDescription") == string_of("Tom &amp; &quot;Jerry&quot; &lt;x&gt;"));
    BOOST_TEST(value(response, "PayloadOrganization") == string_of(policy.organization));
    BOOST_TEST(value(response, "PayloadDisplayName") == string_of("A&lt;B (user@example.com)"));
}

BOOST_AUTO_TEST_CASE(organization_is_the_provider_unless_said) {
    BOOST_TEST(value(ask(), "PayloadOrganization") == string_of("Example Mail"));
    BOOST_TEST(value(ask(), "PayloadDescription") == ""); // never an empty element
}

BOOST_AUTO_TEST_CASE(odd_addresses_are_escaped) {
    const Response response = ask("email=o'x%26y+z@example.com");
    for (const char* key : {"EmailAddress", "EmailAccountDescription", "IncomingMailServerUsername"}) {
        BOOST_TEST(value(response, key) == string_of("o&#39;x&amp;y+z@example.com"));
    }
}

BOOST_AUTO_TEST_CASE(logins) {
    entry.services[0].username = text("%EMAILLOCALPART%");
    entry.services[2].username = text("%EMAILDOMAIN%/%EMAILLOCALPART%");
    const Response response = ask();
    BOOST_TEST(value(response, "IncomingMailServerUsername") == string_of("user"));
    BOOST_TEST(value(response, "OutgoingMailServerUsername") == string_of("example.com/user"));
    BOOST_TEST(value(response, "OutgoingPasswordSameAsIncomingPassword") == "");
}

BOOST_AUTO_TEST_CASE(two_spellings_of_one_login_share_the_password) {
    entry.services[2].username = text("%EMAILLOCALPART%@%EMAILDOMAIN%");
    BOOST_TEST(value(ask(), "OutgoingPasswordSameAsIncomingPassword") == "<true/>");
    policy.without_address = true; // without a mailbox only the templates can be compared
    BOOST_TEST(value(ask(""), "OutgoingPasswordSameAsIncomingPassword") == "");
}

BOOST_AUTO_TEST_CASE(a_login_of_its_own_wins) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    Account account = *directory.find(Subject(mailbox));
    const auto shown = [&](const Login& login) {
        account.login_of_mailbox.login = login;
        return mobileconfig_protocol.view(account, directory.installation());
    };
    const Response own = shown({text("u1234"), std::nullopt});
    const Response alias = shown({std::nullopt, *Mailbox::parse("real@example.com")});
    for (const char* key : {"IncomingMailServerUsername", "OutgoingMailServerUsername"}) {
        BOOST_TEST(value(own, key) == string_of("u1234"));
        BOOST_TEST(value(alias, key) == string_of("real@example.com"));
    }
    BOOST_TEST(value(alias, "EmailAddress") == string_of("user@example.com"));
    BOOST_TEST(value(own, "OutgoingPasswordSameAsIncomingPassword") == "<true/>");
    BOOST_CHECK(identity(own) == identity(ask()));
    BOOST_CHECK(identity(alias) == identity(ask()));
}

BOOST_AUTO_TEST_CASE(starttls_is_ssl_and_plaintext_is_not) {
    entry.services = {service(imap, starttls, 143, "a.example"),
                      service(submission, plaintext, 25, "b.example")};
    const Response response = ask();
    BOOST_TEST(value(response, "IncomingMailServerUseSSL") == "<true/>");
    BOOST_TEST(value(response, "IncomingMailServerPortNumber") == "<integer>143</integer>");
    BOOST_TEST(value(response, "OutgoingMailServerUseSSL") == "<false/>");
    BOOST_TEST(value(response, "OutgoingMailServerPortNumber") == "<integer>25</integer>");
}

BOOST_AUTO_TEST_CASE(implicit_tls_is_chosen_wherever_it_stands) {
    entry.services = {
        service(imap, starttls, 143, "a.example"), service(imap, implicit_tls, 993, "b.example"),
        service(submission, starttls, 587, "c.example"), service(submission, implicit_tls, 465, "d.example")};
    const Response response = ask();
    BOOST_TEST(value(response, "IncomingMailServerHostName") == string_of("b.example"));
    BOOST_TEST(value(response, "OutgoingMailServerHostName") == string_of("d.example"));
}

BOOST_AUTO_TEST_CASE(hosts_may_hold_the_domain) {
    entry.services[0].host = text("mail.%EMAILDOMAIN%");
    BOOST_TEST(value(ask(), "IncomingMailServerHostName") == string_of("mail.example.com"));
}

BOOST_AUTO_TEST_CASE(pop3_where_there_is_no_imap) {
    BOOST_TEST(value(ask(), "EmailAccountType") == string_of("EmailTypeIMAP"));
    entry.services.erase(entry.services.begin());
    const Response response = ask();
    BOOST_TEST(value(response, "EmailAccountType") == string_of("EmailTypePOP"));
    BOOST_TEST(value(response, "IncomingMailServerPortNumber") == "<integer>995</integer>");
    BOOST_TEST(value(response, "IncomingMailServerHostName") == string_of("pop.hosting.example"));
}

BOOST_AUTO_TEST_CASE(no_profile_without_both_directions) {
    const std::vector<Service> all = entry.services;
    entry.services = {all[2]};
    BOOST_TEST(ask().status == 404);
    entry.services = {all[0], all[1]};
    BOOST_TEST(ask().status == 404);
    entry.services = {};
    BOOST_TEST(ask().status == 404);
    entry.services = all;
    for (const Authentication untold : {oauth2, gssapi, tls_client_cert}) {
        entry.services[2].authentication = {untold};
        BOOST_TEST(ask().status == 404);
    }
    entry.services = all;
    entry.services[0].authentication = {oauth2, gssapi}; // POP3 is no substitute: it would empty the mailbox
    BOOST_TEST(ask().status == 404);
}

BOOST_AUTO_TEST_CASE(the_first_authentication_that_apple_has_a_word_for) {
    const auto told = [&](std::vector<Authentication> authentication) {
        entry.services[0].authentication = std::move(authentication);
        return value(ask(), "IncomingMailServerAuthentication");
    };
    BOOST_TEST(told({oauth2, password_encrypted, password_cleartext}) == string_of("EmailAuthCRAMMD5"));
    BOOST_TEST(told({password_cleartext, password_encrypted}) == string_of("EmailAuthPassword"));
    BOOST_TEST(told({gssapi, ntlm}) == string_of("EmailAuthNTLM"));
    BOOST_TEST(told({none}) == string_of("EmailAuthNone"));
}

BOOST_AUTO_TEST_CASE(no_login_where_none_is_needed) {
    entry.services[2].authentication = {none};
    const Response response = ask();
    BOOST_TEST(value(response, "OutgoingMailServerAuthentication") == string_of("EmailAuthNone"));
    BOOST_TEST(value(response, "OutgoingMailServerUsername") == "");
    BOOST_TEST(value(response, "OutgoingPasswordSameAsIncomingPassword") == "");
    BOOST_TEST(value(response, "IncomingMailServerUsername") == string_of("user@example.com"));
}

BOOST_AUTO_TEST_SUITE_END()
