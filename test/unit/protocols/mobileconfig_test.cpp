// SPDX-License-Identifier: MIT
// test/cases/mobileconfig holds whole answers; here is what must hold between answers, and each rule alone.
#include "autodiscover/protocols/protocol.hpp"

#include "unit/fixture.hpp"

#include "autodiscover/responder/responder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cctype>
#include <set>
#include <string>

using namespace autodiscover;
using namespace autodiscover::test;
namespace data = boost::unit_test::data;

namespace {

using enum ServiceType;
using enum Transport;
using enum Authentication;

Response ask(const Directory& directory, std::string_view query, std::string_view host = "hosting.example",
             std::string_view path = "/email.mobileconfig", Method method = Method::get) {
    Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.host = host;
    return respond(request, directory).response;
}

/// The element behind the `nth` (from 0) occurrence of a key, "<string>x</string>"; empty: no such key.
std::string value(const Response& response, const std::string& key, std::size_t nth = 0) {
    const std::string tag = "<key>" + key + "</key>";
    std::size_t at = response.body.find(tag);
    for (; nth > 0 && at != std::string::npos; --nth) {
        at = response.body.find(tag, at + 1);
    }
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = response.body.find('<', at + tag.size());
    return response.body.substr(begin, response.body.find('\n', begin) - begin);
}

std::string string_of(std::string_view text) {
    return "<string>" + std::string(text) + "</string>";
}

/// All identifiers and UUIDs of a profile.
std::set<std::string> identity(const Response& response) {
    BOOST_REQUIRE_EQUAL(response.status, 200);
    return {value(response, "PayloadIdentifier"), value(response, "PayloadIdentifier", 1),
            value(response, "PayloadUUID"), value(response, "PayloadUUID", 1)};
}

struct Fixture {
    SmallDirectory directory;
    SmallDirectory::Entry& entry = directory.add("example.com");
    Policy::Mobileconfig& policy = entry.policy.mobileconfig;

    Response ask(std::string_view query = "email=user%40example.com") const {
        return ::ask(directory, query, "example.com");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(mobileconfig, Fixture)

// Expected values: Python's uuid.uuid5 by the scheme of src/protocols/mobileconfig.cpp. They must never
// change: an installed account is found again by them.
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
    const Response again = ::ask(restarted, "email=user%40example.com");
    BOOST_TEST(first.body == ask().body);
    BOOST_TEST(first.body == again.body);
    BOOST_TEST(first.headers == again.headers);
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
    BOOST_TEST(response.headers ==
               "Content-Disposition: attachment; filename=\"user-example.com.mobileconfig\"\r\n"
               "Cache-Control: no-store\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "X-Robots-Tag: noindex\r\n");
}

BOOST_AUTO_TEST_CASE(file_names_are_plain_and_short) {
    const auto file_of = [&](std::string_view query) {
        return std::string(ask(query).header("Content-Disposition"));
    };
    const std::string begin = "attachment; filename=\"";
    BOOST_TEST(file_of("email=.a'%23%7Eb.c_d@example.com") ==
               begin + "-a---b.c_d-example.com.mobileconfig\"");
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

BOOST_DATA_TEST_CASE_F(
    Fixture, bad_addresses_are_refused_and_not_echoed,
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
    BOOST_TEST(response.header("Content-Disposition") == "attachment; filename=\"example.com.mobileconfig\"");
    BOOST_TEST(ask("email=bad").status == 400); // a bad address is not a missing one

    BOOST_TEST(::ask(directory, "", "autoconfig.example.com:8080").body == response.body);
    BOOST_TEST(::ask(directory, "", "unknown.example").status == 400);
    BOOST_TEST(::ask(directory, "", "").status == 400);
    policy.enabled = false;
    BOOST_TEST(ask("").status == 404);
}

BOOST_AUTO_TEST_CASE(unknown_domains_and_switched_off_ones) {
    BOOST_TEST(ask("email=user@unknown.example").status == 404);
    policy.enabled = false;
    BOOST_TEST(ask().status == 404);
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

BOOST_DATA_TEST_CASE_F(Fixture, parameter_names_of_other_programs,
                       data::make({"emailaddress=user@example.com", "EMailAddress=user@example.com",
                                   "addresses=user@example.com", "addresses=user@example.com,b@example.com",
                                   "x=1&EMAIL=user@example.com&email=other@example.com",
                                   "addresses=other@example.com&email=user@example.com"}),
                       query) {
    BOOST_TEST(ask(query).body == ask().body);
}

BOOST_DATA_TEST_CASE_F(Fixture, paths_of_other_programs,
                       data::make({"/email/mobileconfig", "/mobileconfig", "/mobileconfig/",
                                   "/profile.mobileconfig", "/apple.mobileconfig", "/mail/ios.mobileconfig",
                                   "/.well-known/apple-mail.mobileconfig"}),
                       path) {
    BOOST_TEST(::ask(directory, "email=user%40example.com", "", path).body == ask().body);
}

BOOST_AUTO_TEST_CASE(methods) {
    const auto by = [&](Method method) {
        return ::ask(directory, "email=user%40example.com", "", "/email.mobileconfig", method);
    };
    const Response head = by(Method::head);
    BOOST_TEST(head.status == 200);
    BOOST_TEST(head.omit_body);
    BOOST_TEST(head.headers == ask().headers);
    BOOST_TEST(by(Method::post).status == 405);
    BOOST_TEST(by(Method::post).header("Allow") == "GET, HEAD, OPTIONS");
}

BOOST_AUTO_TEST_CASE(view_is_the_answer) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    const Response shown = mobileconfig_protocol.view(*directory.find(Subject(mailbox)), directory);
    BOOST_TEST(shown.body == ask().body);
    const Domain domain = *Domain::parse("example.com");
    BOOST_TEST(mobileconfig_protocol.view(*directory.find(Subject(domain)), directory).status == 400);
    policy.without_address = true;
    BOOST_TEST(mobileconfig_protocol.view(*directory.find(Subject(domain)), directory).body == ask("").body);
}

BOOST_AUTO_TEST_SUITE_END()
