// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/outlook_reply.hpp"

#include "autodiscover/format/xml_reader.hpp"
#include "unit/fixture.hpp"
#include "unit/protocols/outline.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

using namespace autodiscover;
using test::outline;
using namespace std::chrono_literals;

namespace {

const std::string outer = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
const std::string inner = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

struct Fixture {
    test::SmallDirectory directory;
    test::SmallDirectory::Entry& entry = directory.add("test.example");
    Mailbox mailbox = *Mailbox::parse("Alice@Test.Example");

    Account account() { return *directory.find(Subject(mailbox)); }
    /// The elements of the one <Protocol> when `service` is all that there is.
    std::string protocol_of(Service service) {
        entry.services = {std::move(service)};
        return protocol_text(outlook_settings(account()));
    }
    static std::string protocol_text(const Response& response) {
        const auto elements = read_xml(response.body);
        BOOST_REQUIRE(elements.ok());
        std::string out;
        bool inside = false;
        for (const XmlElement& e : *elements) {
            inside = e.depth == 4 && inside;
            if (e.local_name == "Protocol") {
                inside = true;
            } else if (inside) {
                out += e.local_name + "=" + e.text + " ";
            }
        }
        return out;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(outlook_reply, Fixture)

BOOST_AUTO_TEST_CASE(settings_have_one_account_and_the_types_in_order) {
    BOOST_TEST(outline(outlook_settings(account())) ==
               "Autodiscover Response User AutoDiscoverSMTPAddress=Alice@test.example "
               "Account AccountType=email Action=settings "
               "Protocol Type=IMAP TTL=24 Server=imap.hosting.example Port=993 LoginName=Alice@test.example "
               "DomainRequired=off SPA=off SSL=on Encryption=SSL AuthRequired=on "
               "Protocol Type=POP3 TTL=24 Server=pop.hosting.example Port=995 LoginName=Alice@test.example "
               "DomainRequired=off SPA=off SSL=on Encryption=SSL AuthRequired=on "
               "Protocol Type=SMTP TTL=24 Server=smtp.hosting.example Port=587 LoginName=Alice@test.example "
               "DomainRequired=off SPA=off SSL=on Encryption=TLS AuthRequired=on UsePOPAuth=on ");
}

BOOST_AUTO_TEST_CASE(namespaces_are_defaults_without_prefixes) {
    const std::string body = outlook_settings(account()).body;
    BOOST_TEST(body.find("<Autodiscover xmlns=\"" + outer + "\">\n  <Response xmlns=\"" + inner + "\">\n") !=
               std::string::npos);
    BOOST_TEST(body.find("xmlns:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(transports_map_to_ssl_and_encryption) {
    struct Row {
        Transport transport;
        std::string words;
    };
    const std::array<Row, 3> rows = {{{Transport::implicit_tls, "SSL=on Encryption=SSL "},
                                      {Transport::starttls, "SSL=on Encryption=TLS "},
                                      {Transport::plaintext, "SSL=off Encryption=None "}}};
    for (const ServiceType type : {ServiceType::imap, ServiceType::pop3, ServiceType::submission}) {
        for (const Row& row : rows) {
            const std::string text = protocol_of(test::service(type, row.transport, 1234, "h.example"));
            BOOST_TEST(text.find(row.words) != std::string::npos, text);
            BOOST_TEST(text.find("Port=1234 ") != std::string::npos, text);
            BOOST_TEST((text.find("UsePOPAuth") != std::string::npos) == (type == ServiceType::submission));
        }
    }
}

BOOST_AUTO_TEST_CASE(spa_is_on_only_where_nothing_but_ntlm_or_kerberos_will_do) {
    using enum Authentication;
    const auto spa = [&](std::vector<Authentication> authentication) {
        const std::string text = protocol_of(test::service(ServiceType::imap, Transport::implicit_tls, 993,
                                                           "h.example", "x", std::move(authentication)));
        return text.find("SPA=on ") != std::string::npos;
    };
    BOOST_TEST(spa({ntlm}));
    BOOST_TEST(spa({gssapi, ntlm}));
    BOOST_TEST(!spa({gssapi, password_cleartext}));
    BOOST_TEST(!spa({password_encrypted}));
    BOOST_TEST(!spa({oauth2}));
    BOOST_TEST(!spa({none}));
}

BOOST_AUTO_TEST_CASE(a_server_that_asks_for_nothing_needs_no_authentication) {
    const std::string text = protocol_of(test::service(ServiceType::submission, Transport::plaintext, 25,
                                                       "h.example", "x", {Authentication::none}));
    BOOST_TEST(text.find("AuthRequired=off UsePOPAuth=off ") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(use_pop_auth_says_whether_the_logins_are_the_same) {
    const auto smtp = [](std::string_view login) {
        return test::service(ServiceType::submission, Transport::starttls, 587, "s.example", login);
    };
    const auto imap = test::service(ServiceType::imap, Transport::implicit_tls, 993, "i.example", "A");
    const auto pop3 = test::service(ServiceType::pop3, Transport::implicit_tls, 995, "p.example", "B");
    const auto flag = [&](std::vector<Service> services) {
        entry.services = std::move(services);
        const std::string text = protocol_text(outlook_settings(account()));
        return text.find("UsePOPAuth=on ") != std::string::npos;
    };
    BOOST_TEST(flag({imap, smtp("A")}));
    BOOST_TEST(!flag({imap, smtp("B")}));
    BOOST_TEST(flag({pop3, smtp("B")}));
    BOOST_TEST(!flag({imap, pop3, smtp("B")}));
    BOOST_TEST(!flag({smtp("A")}));
}

BOOST_AUTO_TEST_CASE(without_a_mailbox_there_is_no_login_that_needs_one) {
    const Domain domain = *Domain::parse("test.example");
    entry.services[2].username = test::text("everyone");
    const std::string all = outline(outlook_settings(*directory.find(Subject(domain))));
    BOOST_TEST(all.find("AutoDiscoverSMTPAddress") == std::string::npos);
    BOOST_TEST(all.find("Port=993 DomainRequired") != std::string::npos);
    BOOST_TEST(all.find("Port=587 LoginName=everyone DomainRequired") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_most_secure_service_of_a_type_is_the_one) {
    entry.services = {test::service(ServiceType::imap, Transport::plaintext, 143, "plain.example"),
                      test::service(ServiceType::imap, Transport::starttls, 143, "starttls.example"),
                      test::service(ServiceType::imap, Transport::implicit_tls, 993, "tls.example"),
                      test::service(ServiceType::imap, Transport::implicit_tls, 994, "second.example")};
    const std::string all = outline(outlook_settings(account()));
    BOOST_TEST(all.find("Server=tls.example Port=993") != std::string::npos);
    BOOST_TEST(all.find("Protocol", all.find("Protocol") + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_name_of_a_person_is_left_to_the_client) { // [MS-OXDSCLI] DisplayName
    entry.policies.outlook.activesync_url = test::url("https://eas.example/");
    for (const Response& response : {outlook_settings(account()), mobilesync_settings(account()),
                                     outlook_redirect(account(), *Mailbox::parse("bob@example.com")),
                                     mobilesync_redirect(account(), *Mailbox::parse("bob@example.com"))}) {
        BOOST_TEST(response.body.find("DisplayName") == std::string::npos);
        BOOST_TEST(response.body.find("<User>") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(an_alias_logs_in_alike_in_both_schemas) {
    entry.policies.outlook.activesync_url = test::url("https://eas.example/");
    entry.users["Alice@test.example"].alias_of = *Mailbox::parse("max@test.example");
    BOOST_TEST(outline(outlook_settings(account())).find("LoginName=max@test.example ") != std::string::npos);
    BOOST_TEST(outline(mobilesync_settings(account())).find("EMailAddress=max@test.example ") !=
               std::string::npos);
    BOOST_TEST(outline(mobilesync_redirect(account(), *Mailbox::parse("bob@example.com")))
                   .find("EMailAddress=Alice@test.example ") != std::string::npos); // nothing to log in to
}

BOOST_AUTO_TEST_CASE(the_time_to_live_is_the_configured_one) {
    entry.policies.outlook.ttl_hours = 0;
    BOOST_TEST(outline(outlook_settings(account())).find("TTL=0 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_redirection_names_the_other_address_and_nothing_else) {
    BOOST_TEST(outline(outlook_redirect(account(), *Mailbox::parse("bob@example.com"))) ==
               "Autodiscover Response User AutoDiscoverSMTPAddress=Alice@test.example "
               "Account AccountType=email Action=redirectAddr RedirectAddr=bob@example.com ");
    BOOST_TEST(outline(mobilesync_redirect(account(), *Mailbox::parse("bob@example.com"))) ==
               "Autodiscover Response Culture=en:us User EMailAddress=Alice@test.example "
               "Action Redirect=bob@example.com ");
}

BOOST_AUTO_TEST_CASE(mobilesync_settings_name_the_url_twice) {
    entry.policies.outlook.activesync_url = test::url("https://eas.example/x?a&b");
    const Response response = mobilesync_settings(account());
    BOOST_TEST(outline(response) ==
               "Autodiscover Response Culture=en:us User EMailAddress=Alice@test.example "
               "Action Settings Server Type=MobileSync Url=https://eas.example/x?a&b "
               "Name=https://eas.example/x?a&b ");
    BOOST_TEST(
        response.body.find("<Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/mobilesync/"
                           "responseschema/2006\">") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_is_in_the_outer_namespace) {
    const Response response =
        outlook_error(OutlookError::invalid_request, 16h + 56min + 32s + 616402us, 4294967295U);
    BOOST_TEST(response.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<Autodiscover xmlns=\"" +
                                    outer +
                                    "\">\n"
                                    "  <Response>\n"
                                    "    <Error Time=\"16:56:32.6164020\" Id=\"4294967295\">\n"
                                    "      <ErrorCode>600</ErrorCode>\n"
                                    "      <Message>Invalid Request</Message>\n"
                                    "      <DebugData/>\n"
                                    "    </Error>\n"
                                    "  </Response>\n"
                                    "</Autodiscover>\n");
}

BOOST_AUTO_TEST_CASE(every_error_has_its_code_and_message) {
    const auto both = [](OutlookError error) {
        const std::string all = outline(outlook_error(error, 0us, 0));
        return all.substr(all.find("ErrorCode="));
    };
    BOOST_TEST(both(OutlookError::unknown_address) ==
               "ErrorCode=500 Message=The address cannot be found DebugData ");
    BOOST_TEST(both(OutlookError::no_services) == "ErrorCode=501 Message=Bad Address DebugData ");
    BOOST_TEST(both(OutlookError::invalid_request) == "ErrorCode=600 Message=Invalid Request DebugData ");
    BOOST_TEST(both(OutlookError::not_available) ==
               "ErrorCode=601 Message=Provider is not available DebugData ");
    BOOST_TEST(both(OutlookError::bad_configuration) == "ErrorCode=602 Message=Bad Address DebugData ");
}

BOOST_AUTO_TEST_CASE(the_time_has_seven_digits_and_no_date) {
    const auto time = [](std::chrono::microseconds t) {
        const std::string body = outlook_error(OutlookError::invalid_request, t, 0).body;
        return body.substr(body.find("Time=\"") + 6, 16);
    };
    BOOST_TEST(time(0us) == "00:00:00.0000000");
    BOOST_TEST(time(1us) == "00:00:00.0000010");
    BOOST_TEST(time(24h - 1us) == "23:59:59.9999990");
    BOOST_TEST(time(24h) == "00:00:00.0000000");
}

BOOST_AUTO_TEST_SUITE_END()
