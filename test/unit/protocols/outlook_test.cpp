// SPDX-License-Identifier: MIT
// Who is answered what; the documents themselves are outlook_reply_test.cpp's business.
#include "autodiscover/protocols/protocol.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;

namespace {

struct Fixture {
    test::SmallDirectory directory;
    test::SmallDirectory::Entry& entry = directory.add("test.example");

    std::string body_of(const Request& request) {
        const Answer answer = respond(request, directory);
        BOOST_TEST(answer.route == "outlook");
        BOOST_TEST(answer.response.status == 200);
        return answer.response.body;
    }
    std::string post(const std::string& address, const std::string& schema = "outlook/responseschema/2006a") {
        const std::string body = "<Autodiscover><Request><EMailAddress>" + address +
                                 "</EMailAddress><AcceptableResponseSchema>" +
                                 "http://schemas.microsoft.com/exchange/autodiscover/" + schema +
                                 "</AcceptableResponseSchema></Request></Autodiscover>";
        Request request;
        request.method = Method::post;
        request.path = "/autodiscover/autodiscover.xml";
        request.body = body;
        return kind(body_of(request));
    }
    std::string get(std::string_view query, std::string_view host = "unknown.example") {
        Request request;
        request.path = "/Autodiscover/AutoDiscover.XML";
        request.query = query;
        request.host = host;
        return kind(body_of(request));
    }
    /// The error's number or what is in <Action>.
    static std::string kind(const std::string& body) {
        last = body;
        for (const std::string_view name :
             {"ErrorCode", "RedirectAddr", "RedirectUrl", "Redirect", "Url", "Action"}) {
            const std::string tag = "<" + std::string(name) + ">";
            if (const std::size_t at = body.find(tag); at != std::string::npos) {
                return body.substr(at + tag.size(), body.find('<', at + 1) - at - tag.size());
            }
        }
        return "?";
    }
    static inline std::string last;
    static constexpr auto mobilesync = "mobilesync/responseschema/2006";
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(outlook, Fixture)

BOOST_AUTO_TEST_CASE(the_domain_decides_and_not_the_mailbox) {
    BOOST_TEST(post("alice@test.example") == "settings");
    BOOST_TEST(post("zzz-nobody@test.example") == "settings");
    BOOST_TEST(post("alice@other.example") == "500");
    BOOST_TEST(last.find("alice") == std::string::npos);
    BOOST_TEST(last.find("other.example") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_request_that_cannot_be_read_is_600) {
    BOOST_TEST(post("nobody") == "600");
    BOOST_TEST(post("alice@test.example", "nope") == "601");
}

BOOST_AUTO_TEST_CASE(a_domain_without_services_is_501) {
    entry.services.clear();
    BOOST_TEST(post("alice@test.example") == "501");
    BOOST_TEST(get("email=alice@test.example") == "501");
    BOOST_TEST(get("", "test.example") == "501");
}

BOOST_AUTO_TEST_CASE(any_mail_server_is_told_alone) {
    const std::vector<Service> all = entry.services;
    for (const auto& [type, word] :
         {std::pair(ServiceType::imap, "IMAP"), std::pair(ServiceType::pop3, "POP3"),
          std::pair(ServiceType::submission, "SMTP")}) {
        entry.services = all;
        std::erase_if(entry.services, [type = type](const Service& service) { return service.type != type; });
        BOOST_TEST(post("alice@test.example") == "settings", word);
        BOOST_TEST(last.find("<Type>" + std::string(word) + "</Type>") != std::string::npos, last);
    }
}

BOOST_AUTO_TEST_CASE(a_domain_without_outlook_is_601) {
    entry.policies.outlook.enabled = false;
    BOOST_TEST(post("alice@test.example") == "601");
    BOOST_TEST(get("", "test.example") == "601");
}

BOOST_AUTO_TEST_CASE(mobilesync_is_601_unless_configured) {
    BOOST_TEST(post("alice@test.example", mobilesync) == "601");
    entry.policies.outlook.activesync_url = test::url("https://eas.example/x");
    BOOST_TEST(post("alice@test.example", mobilesync) == "https://eas.example/x");
    entry.services.clear();
    BOOST_TEST(post("alice@test.example", mobilesync) == "https://eas.example/x");
    entry.policies.outlook.enabled = false;
    BOOST_TEST(post("alice@test.example", mobilesync) == "601");
}

BOOST_AUTO_TEST_CASE(a_redirection_never_leads_back) {
    entry.policies.outlook.redirect_address = test::text("%EMAILLOCALPART%@example.com");
    BOOST_TEST(post("alice@test.example") == "alice@example.com");
    BOOST_TEST(post("alice@test.example", mobilesync) == "alice@example.com");
    BOOST_TEST(get("email=alice@test.example") == "alice@example.com");
    BOOST_TEST(get("", "test.example") == "settings"); // no mailbox to redirect
    entry.policies.outlook.redirect_address = test::text("Postmaster@TEST.example");
    BOOST_TEST(post("alice@test.example") == "Postmaster@test.example");
    BOOST_TEST(post("postmaster@test.example") == "settings");
}

BOOST_AUTO_TEST_CASE(a_redirection_to_nowhere_is_602) {
    entry.policies.outlook.redirect_address = test::text("%EMAILLOCALPART%");
    BOOST_TEST(post("alice@test.example") == "602");
}

BOOST_AUTO_TEST_CASE(a_domain_is_redirected_to_a_url) {
    entry.policies.outlook.redirect_url = test::url("https://other.example/autodiscover/autodiscover.xml");
    for (const std::string& kind :
         {post("alice@test.example"), get("email=alice@test.example"), get("", "test.example")}) {
        BOOST_TEST(kind == "https://other.example/autodiscover/autodiscover.xml");
    }
    BOOST_TEST(last.find("<Action>redirectUrl</Action>") != std::string::npos);
    BOOST_TEST(post("alice@test.example", mobilesync) == "601"); // [MS-ASCMD] redirects to addresses only
    entry.services.clear();
    BOOST_TEST(post("alice@test.example") == "https://other.example/autodiscover/autodiscover.xml");
    entry.policies.outlook.redirect_address = test::text("%EMAILLOCALPART%@example.com");
    BOOST_TEST(post("alice@test.example") == "alice@example.com"); // known to more clients
}

BOOST_AUTO_TEST_CASE(a_url_is_never_the_one_that_was_asked) {
    const auto get_at = [&](std::string_view url, std::string_view host) {
        entry.policies.outlook.redirect_url = test::url(url);
        return get("email=alice@test.example", host);
    };
    // As the configuration has it.
    BOOST_TEST(get_at("https://autodiscover.hosting.example/autodiscover/autodiscover.xml", "x.example") ==
               "settings");
    BOOST_TEST(get_at("https://Autodiscover.hosting.example/AutoDiscover/AutoDiscover.XML", "x.example") ==
               "settings");
    // As the client has it.
    const std::string other = "https://test.example/autodiscover/autodiscover.xml";
    for (const std::string_view host : {"test.example", "TEST.example", "test.example:443", "test.example.",
                                        "test.example.:443", "test.example:443."}) {
        BOOST_TEST(get_at(other, host) == "settings", host);
    }
    for (const std::string_view host :
         {"", "autodiscover.test.example", "test.example:8443", "xtest.example"}) {
        BOOST_TEST(get_at(other, host) == other, host);
    }
    BOOST_TEST(get_at("https://test.example/other.xml", "test.example") == "https://test.example/other.xml");
    const Mailbox mailbox = *Mailbox::parse("alice@test.example");
    entry.policies.outlook.redirect_url = test::url(other);
    BOOST_TEST(
        kind(outlook_protocol.view(*directory.find(Subject(mailbox)), directory.installation()).body) ==
        other);
}

BOOST_AUTO_TEST_CASE(a_get_takes_the_address_from_the_query) {
    BOOST_TEST(get("email=alice%40test.example") == "settings");
    BOOST_TEST(last.find("<LoginName>alice@test.example</LoginName>") != std::string::npos);
    BOOST_TEST(get("EMailAddress=alice@test.example") == "settings");
    BOOST_TEST(get("a=b&emailaddress=%20alice@test.example%20") == "settings");
    BOOST_TEST(get("email=alice@other.example", "test.example") == "500");
    BOOST_TEST(get("email=nobody", "test.example") == "600");
}

BOOST_AUTO_TEST_CASE(a_get_without_address_takes_the_domain_from_the_host) {
    for (const std::string_view host :
         {"test.example", "autodiscover.test.example", "AUTODISCOVER.test.EXAMPLE:443"}) {
        BOOST_TEST(get("", host) == "settings");
        BOOST_TEST(last.find("LoginName") == std::string::npos);
        BOOST_TEST(last.find("AutoDiscoverSMTPAddress") == std::string::npos);
    }
    BOOST_TEST(get("email=", "test.example") == "settings");
    BOOST_TEST(get("", "other.example") == "600");
    BOOST_TEST(get("", "") == "600");
    BOOST_TEST(get("", "[::1]:443") == "600");
}

BOOST_AUTO_TEST_CASE(a_get_is_600_where_it_is_switched_off) {
    entry.policies.outlook.answer_get = false;
    BOOST_TEST(get("email=alice@test.example") == "600");
    BOOST_TEST(get("", "test.example") == "600");
    BOOST_TEST(post("alice@test.example") == "settings");
}

BOOST_AUTO_TEST_CASE(the_view_shows_what_a_client_is_told) {
    const Mailbox mailbox = *Mailbox::parse("alice@test.example");
    const Response response =
        outlook_protocol.view(*directory.find(Subject(mailbox)), directory.installation());
    BOOST_TEST(kind(response.body) == "settings");
    BOOST_TEST(post("alice@test.example") == "settings");
    BOOST_TEST(response.body == last);
}

BOOST_AUTO_TEST_SUITE_END()
