// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/pacc_rules.hpp"

#include "unit/protocols/pacc_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using test::PaccFixture;
using test::small_document;

namespace {

constexpr auto password = Authentication::password_cleartext;
constexpr auto oauth2 = Authentication::oauth2;

} // namespace

BOOST_FIXTURE_TEST_SUITE(pacc_rules, PaccFixture)

BOOST_AUTO_TEST_CASE(mail_that_is_not_implicit_tls_at_its_port_is_left_out) {
    auto& services = add("other.example").services;
    services[0] = test::service(ServiceType::imap, Transport::starttls, 143, "imap.hosting.example");
    BOOST_TEST(!parsed("other.example")["protocols"].contains("imap"));
    BOOST_TEST(parsed("other.example")["protocols"].contains("pop3"));
    const std::vector<std::string> expected = {
        "imap is left out: the best offer is not implicit TLS at port 993, all that PACC knows"};
    BOOST_TEST(pacc_omissions(account("other.example")) == expected, boost::test_tools::per_element());
    BOOST_TEST(pacc_obstacles(account("other.example")).empty());

    services[0] = test::service(ServiceType::imap, Transport::implicit_tls, 1993, "imap.hosting.example");
    BOOST_TEST(!parsed("other.example")["protocols"].contains("imap"));
    services[0] = test::service(ServiceType::imap, Transport::starttls, 993, "imap.hosting.example");
    BOOST_TEST(!parsed("other.example")["protocols"].contains("imap"));
    // The best offer counts, not the first.
    services.push_back(
        test::service(ServiceType::imap, Transport::implicit_tls, 993, "imap.hosting.example"));
    services[0] = test::service(ServiceType::imap, Transport::starttls, 143, "imap.hosting.example");
    BOOST_TEST(parsed("other.example")["protocols"]["imap"]["host"] == "imap.hosting.example");
    services[1].port = 110;
    BOOST_TEST(!parsed("other.example")["protocols"].contains("pop3"));
}

BOOST_AUTO_TEST_CASE(without_a_way_to_read_and_to_send_there_is_no_document) {
    auto& services = add("other.example").services;
    services[2] = test::service(ServiceType::submission, Transport::starttls, 587, "smtp.hosting.example");
    BOOST_TEST(get("other.example") == "404");
    const std::vector<std::string> expected = {
        "neither submission with imap or pop3, each with implicit TLS at its "
        "default port, nor jmap is offered"};
    BOOST_TEST(pacc_obstacles(account("other.example")) == expected, boost::test_tools::per_element());
    services.push_back(by_url(ServiceType::caldav, "https://dav.hosting.example/"));
    BOOST_TEST(get("other.example") == "404");
    services.push_back(by_url(ServiceType::jmap, "https://jmap.hosting.example/")); // does both
    BOOST_TEST(parsed("other.example")["protocols"].contains("jmap"));

    auto& only_submission = add("submission.example").services;
    only_submission.erase(only_submission.begin(), only_submission.begin() + 2);
    BOOST_TEST(get("submission.example") == "404");
}

BOOST_AUTO_TEST_CASE(urls_are_https_at_the_default_port_and_have_a_path) {
    auto& services = add("other.example").services;
    services.push_back(by_url(ServiceType::caldav, "https://dav.hosting.example/"));
    BOOST_TEST(parsed("other.example")["protocols"]["caldav"]["url"] == "https://dav.hosting.example/");
    for (const std::string url :
         {"http://dav.hosting.example/", "https://dav.hosting.example", "https://dav.hosting.example:443/",
          "https://dav.hosting.example?a=/", "https://u@dav.hosting.example/", "https:///", "/dav/", ""}) {
        services.back().url = test::text(url);
        BOOST_TEST(!parsed("other.example")["protocols"].contains("caldav"), url);
        BOOST_TEST(pacc_omissions(account("other.example")).size() == 1U, url);
        BOOST_TEST(pacc_obstacles(account("other.example")).empty(), url);
    }
}

BOOST_AUTO_TEST_CASE(the_login_name_must_be_the_address) {
    auto& services = add("other.example").services;
    for (const std::size_t i : {0U, 1U, 2U}) {
        services[i].username = test::text("%EMAILLOCALPART%");
        BOOST_TEST(get("other.example") == "404");
        services[i].username = test::text("%EMAILADDRESS%");
        BOOST_TEST(get("other.example") != "404");
    }
    services[0].username = test::text("x%EMAILADDRESS%");
    const std::vector<std::string> expected = {
        "the login name of imap is x%EMAILADDRESS%, PACC knows only the full address"};
    BOOST_TEST(pacc_obstacles(account("other.example")) == expected, boost::test_tools::per_element());
    // A service that is not told may have any login.
    services[0].port = 1993;
    BOOST_TEST(get("other.example") != "404");
}

BOOST_AUTO_TEST_CASE(a_login_rule_of_the_domain_counts) {
    Account other = account("example.com");
    const Login local_part = {test::text("%EMAILLOCALPART%"), {}};
    other.login_of_domain.login = local_part;
    BOOST_TEST(pacc_obstacles(other).size() == 3U);
    const Login address = {test::text("%EMAILADDRESS%"), {}};
    other.login_of_domain.login = address;
    BOOST_TEST(pacc_obstacles(other).empty());
}

BOOST_AUTO_TEST_CASE(authentication_is_what_all_services_share) {
    auto& entry = add("other.example");
    auto& services = entry.services;
    const auto accept = [&](std::vector<Authentication> first, std::vector<Authentication> others) {
        for (Service& service : services) {
            service.authentication = others;
        }
        services[0].authentication = std::move(first);
        const nlohmann::json document = parsed("other.example");
        return document.is_discarded() || !document.is_object() ? "404" : document["authentication"].dump();
    };
    const std::string oauth_public = R"("oauth-public":{"issuer":"https://id.example/"})";
    BOOST_TEST(accept({oauth2, password}, {oauth2, password}) == R"({"password":true})"); // no issuer known
    BOOST_TEST(accept({oauth2}, {oauth2}) == "404");
    entry.provider.oauth2 = OAuth2{"https://id.example/", "", "", "", ""};
    BOOST_TEST(accept({oauth2, password}, {password, oauth2}) == "{" + oauth_public + R"(,"password":true})");
    BOOST_TEST(accept({oauth2}, {oauth2, password}) == "{" + oauth_public + R"(,"password":false})");
    BOOST_TEST(pacc_omissions(account("other.example")).empty());
    BOOST_TEST(accept({password}, {oauth2, password}) == R"({"password":true})");
    BOOST_TEST(pacc_omissions(account("other.example")).size() == 1U);
    BOOST_TEST(accept({Authentication::password_encrypted}, {password}) == R"({"password":true})");
    BOOST_TEST(accept({password}, {oauth2}) == "404");
    BOOST_TEST(accept({Authentication::gssapi}, {password}) == "404");
    BOOST_TEST(accept({Authentication::none}, {password}) == "404");
}

BOOST_AUTO_TEST_CASE(names_are_tidy) {
    auto& entry = add("other.example");
    for (const std::string name : {"", " Mail", "Mail ", "A  B", "A\tB", "A\nB"}) {
        entry.provider.short_name = name;
        BOOST_TEST(get("other.example") == "404", name);
        entry.provider.short_name = "Example";
        entry.provider.name = name;
        BOOST_TEST(get("other.example") == "404", name);
        entry.provider.name = "Example Mail";
    }
    BOOST_TEST(get("other.example") == small_document);
}

BOOST_AUTO_TEST_SUITE_END()
