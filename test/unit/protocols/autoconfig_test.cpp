// SPDX-License-Identifier: MIT
// What test/cases/autoconfig does not show: policies, authentication, hosts with placeholders.
// [autoconfig-06]
#include "autodiscover/responder/responder.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using test::service;
using test::SmallDirectory;

namespace {

constexpr std::string_view path = "/mail/config-v1.1.xml";

Response get(const Directory& directory, std::string_view host, std::string_view query = {}) {
    Request request;
    request.path = path;
    request.host = host;
    request.query = query;
    return respond(request, directory).response;
}

std::string body(const Directory& directory, std::string_view host = "autoconfig.example.com") {
    Response response = get(directory, host);
    BOOST_TEST(response.status == 200);
    return response.body;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t i = text.find(part); i != std::string_view::npos; i = text.find(part, i + part.size())) {
        ++found;
    }
    return found;
}

bool contains(std::string_view text, std::string_view part) {
    return count(text, part) != 0;
}

constexpr std::string_view expected = R"(<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="example.com">
    <domain>example.com</domain>
    <domain>hosting.example</domain>
    <displayName>Example Mail</displayName>
    <displayShortName>Example</displayShortName>
    <incomingServer type="imap">
      <hostname>imap.hosting.example</hostname>
      <port>993</port>
      <socketType>SSL</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
    <incomingServer type="pop3">
      <hostname>pop.hosting.example</hostname>
      <port>995</port>
      <socketType>SSL</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>smtp.hosting.example</hostname>
      <port>587</port>
      <socketType>STARTTLS</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>
  </emailProvider>
</clientConfig>
)";

} // namespace

BOOST_AUTO_TEST_SUITE(autoconfig)

BOOST_AUTO_TEST_CASE(whole_document) {
    const SmallDirectory directory;
    const Response response = get(directory, "autoconfig.example.com");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.content_type == "text/xml; charset=utf-8");
    BOOST_TEST(response.headers.find(HeaderName::cache_control) == "public, max-age=3600");
    BOOST_TEST(response.headers.find(HeaderName::etag) == "\"0123456789abcdef\"");
    BOOST_TEST(response.headers.find(HeaderName::access_control_allow_origin) == "*");
    BOOST_TEST(response.headers.find(HeaderName::x_content_type_options) == "nosniff");
    BOOST_TEST(response.body == expected);
    BOOST_TEST(response.body.capacity() < 2 * response.body.size(), "one allocation, of the right size");
}

BOOST_AUTO_TEST_CASE(view_is_the_same_document) {
    const SmallDirectory directory;
    const Mailbox mailbox = *Mailbox::parse("fred@example.com");
    BOOST_TEST(autoconfig_protocol.view(*directory.find(Subject(mailbox)), directory.installation()).body ==
               expected);
}

BOOST_AUTO_TEST_CASE(all_paths_in_exact_case) {
    const SmallDirectory directory;
    const auto status = [&](std::string_view asked) {
        Request request;
        request.path = asked;
        request.host = "example.com";
        return respond(request, directory).response.status;
    };
    BOOST_TEST(status("/mail/config-v1.1.xml") == 200);
    BOOST_TEST(status("/.well-known/autoconfig/mail/config-v1.1.xml") == 200);
    BOOST_TEST(status("/.well-known/mail-v1.xml") == 200);
    BOOST_TEST(status("/v1.1/mail/config-v1.1.xml") == 200);
    BOOST_TEST(status("/Mail/config-v1.1.xml") == 404);
    BOOST_TEST(status("/mail/config-v1.1.xml/") == 404);
    BOOST_TEST(status("/mail/mozilla.xml") == 404);
}

BOOST_AUTO_TEST_CASE(address_is_preferred_to_host) {
    SmallDirectory directory;
    directory.add("other.example");
    BOOST_TEST(contains(get(directory, "autoconfig.example.com", "emailaddress=a%40other.example").body,
                        "id=\"other.example\""));
    BOOST_TEST(get(directory, "autoconfig.unknown.example", "emailaddress=a%40example.com").body == expected);
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=a%40unknown.example").body == expected);
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=nonsense").body == expected);
    BOOST_TEST(get(directory, "autoconfig.unknown.example").status == 404);
    BOOST_TEST(get(directory, "autoconfig.unknown.example", "emailaddress=a%40b.example").status == 404);
    BOOST_TEST(get(directory, "", "").status == 404);
}

BOOST_AUTO_TEST_CASE(an_address_of_any_length_is_decoded_or_none) {
    SmallDirectory directory;
    directory.add("other.example");
    const auto is_read = [&](std::size_t local_part, std::string_view octet) {
        std::string query = "emailaddress=";
        for (std::size_t i = 0; i < local_part; ++i) {
            query += octet;
        }
        query += "%40%6f%74%68%65%72%2e%65%78%61%6d%70%6c%65"; // "@other.example"
        return contains(get(directory, "autoconfig.example.com", query).body, "id=\"other.example\"");
    };
    BOOST_TEST(is_read(306, "%61"));
    BOOST_TEST(!is_read(307, "%61"));
    BOOST_TEST(is_read(306, "a"));
    BOOST_TEST(!is_read(307, "a"));
    BOOST_TEST(!is_read(10000, "a"));
}

BOOST_AUTO_TEST_CASE(error_is_plain_text) {
    const SmallDirectory directory;
    const Response response = get(directory, "autoconfig.unknown.example");
    BOOST_TEST(response.content_type == "text/plain; charset=utf-8");
    BOOST_TEST(response.body == "No autoconfig document for this domain.\n");
    BOOST_TEST(response.headers.find(HeaderName::cache_control) == "no-store");
}

BOOST_AUTO_TEST_CASE(switched_off_by_policy) {
    SmallDirectory directory;
    directory.add("off.example").policies.autoconfig.enabled = false;
    BOOST_TEST(get(directory, "autoconfig.off.example").status == 404);
    // The address names a domain that we serve, so the Host header has no say.
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=a@off.example").status == 404);
}

BOOST_AUTO_TEST_CASE(half_a_document_is_none) {
    SmallDirectory directory;
    directory.add("out.example").services = {
        service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.example")};
    directory.add("in.example").services = {
        service(ServiceType::imap, Transport::implicit_tls, 993, "imap.example")};
    directory.add("none.example").services = {};
    BOOST_TEST(get(directory, "out.example").status == 404);
    BOOST_TEST(get(directory, "in.example").status == 404);
    BOOST_TEST(get(directory, "none.example").status == 404);
}

BOOST_AUTO_TEST_CASE(one_section_a_type_with_the_best_security) {
    SmallDirectory directory;
    directory.add("example.com").services = {
        service(ServiceType::submission, Transport::starttls, 587, "starttls.example"),
        service(ServiceType::submission, Transport::implicit_tls, 465, "tls.example"),
        service(ServiceType::pop3, Transport::starttls, 110, "pop.example"),
        service(ServiceType::imap, Transport::starttls, 143, "starttls.example"),
        service(ServiceType::imap, Transport::implicit_tls, 993, "tls.example"),
    };
    const std::string text = body(directory);
    BOOST_TEST(count(text, "<incomingServer ") == 2U);
    BOOST_TEST(count(text, "<outgoingServer ") == 1U);
    BOOST_TEST(count(text, "<hostname>tls.example</hostname>") == 2U);
    BOOST_TEST(!contains(text, "starttls.example"));
    BOOST_TEST(text.find("type=\"imap\"") < text.find("type=\"pop3\""));
}

BOOST_AUTO_TEST_CASE(pop_only) {
    SmallDirectory directory;
    auto& services = directory.add("example.com").services;
    services.erase(services.begin());
    const std::string text = body(directory);
    BOOST_TEST(contains(text, "<incomingServer type=\"pop3\">"));
    BOOST_TEST(!contains(text, "imap"));
}

BOOST_AUTO_TEST_CASE(provider_domain_is_listed_once) {
    SmallDirectory directory;
    directory.add("hosting.example");
    const std::string text = body(directory, "autodiscover.hosting.example");
    BOOST_TEST(contains(text, "<emailProvider id=\"hosting.example\">"));
    BOOST_TEST(count(text, "<domain>") == 1U);
}

BOOST_AUTO_TEST_CASE(one_authentication) {
    using enum Authentication;
    const std::pair<std::vector<Authentication>, std::string_view> samples[] = {
        {{password_cleartext, password_encrypted}, "password-cleartext"},
        {{password_encrypted, password_cleartext}, "password-encrypted"},
        {{oauth2, password_cleartext}, "password-cleartext"},
        {{oauth2}, "OAuth2"},
        {{ntlm}, "NTLM"},
        {{gssapi}, "GSSAPI"},
        {{tls_client_cert}, "TLS-client-cert"},
        {{none}, "none"},
    };
    for (const auto& [configured, told] : samples) {
        SmallDirectory directory;
        for (Service& each : directory.add("example.com").services) {
            each.authentication = configured;
        }
        const std::string text = body(directory);
        BOOST_TEST(count(text, "<authentication>") == 3U);
        BOOST_TEST(count(text, "<authentication>" + std::string(told) + "</authentication>") == 3U);
    }
}

BOOST_AUTO_TEST_CASE(transports) {
    SmallDirectory directory;
    directory.add("example.com").services = {
        service(ServiceType::imap, Transport::plaintext, 143, "mail.example"),
        service(ServiceType::submission, Transport::plaintext, 25, "mail.example"),
    };
    const std::string text = body(directory);
    BOOST_TEST(count(text, "<socketType>plain</socketType>") == 2U);
    BOOST_TEST(contains(text, "<port>25</port>"));
}

BOOST_AUTO_TEST_CASE(placeholders) {
    SmallDirectory directory;
    directory.add("example.com").services = {
        service(ServiceType::imap, Transport::implicit_tls, 65535, "mail.%EMAILDOMAIN%", "%EMAILLOCALPART%"),
        service(ServiceType::submission, Transport::implicit_tls, 1, "mail.%EMAILDOMAIN%",
                "u=%EMAILADDRESS%&"),
    };
    for (const std::string_view query : {"", "emailaddress=007%40example.com"}) {
        const std::string text = get(directory, "autoconfig.example.com", query).body;
        BOOST_TEST(count(text, "<hostname>mail.example.com</hostname>") == 2U);
        BOOST_TEST(contains(text, "<username>%EMAILLOCALPART%</username>"));
        BOOST_TEST(contains(text, "<username>u=%EMAILADDRESS%&amp;</username>"));
        BOOST_TEST(contains(text, "<port>65535</port>"));
        BOOST_TEST(!contains(text, "007"));
    }
}

BOOST_AUTO_TEST_CASE(names_and_links_are_escaped) {
    SmallDirectory directory;
    Provider& provider = directory.add("example.com").provider;
    provider.name = "F\xc3\xbcr <A> & \"B\" & 'C'";
    provider.documentation = {
        {"https://help.example/?a=1&b=2", {{"en", "Set up <mail>"}, {"de", "E-Mail & mehr"}}},
        {"https://help.example/empty", {}}};
    const std::string text = body(directory);
    BOOST_TEST(contains(
        text, "<displayName>F\xc3\xbcr &lt;A&gt; &amp; &quot;B&quot; &amp; &#39;C&#39;</displayName>"));
    BOOST_TEST(contains(text, "  <documentation url=\"https://help.example/?a=1&amp;b=2\">\n"
                              "      <descr lang=\"en\">Set up &lt;mail&gt;</descr>\n"
                              "      <descr lang=\"de\">E-Mail &amp; mehr</descr>\n"
                              "    </documentation>\n"));
    BOOST_TEST(text.find("<outgoingServer") < text.find("<documentation"));
}

BOOST_AUTO_TEST_CASE(only_get_head_options) {
    const SmallDirectory directory;
    Request request;
    request.path = path;
    request.host = "autoconfig.example.com";
    request.method = Method::post;
    const Response refused = respond(request, directory).response;
    BOOST_TEST(refused.status == 405);
    BOOST_TEST(refused.headers.find(HeaderName::allow) == "GET, HEAD, OPTIONS");
    request.method = Method::head;
    BOOST_TEST(respond(request, directory).response.omit_body);
    request.method = Method::options;
    BOOST_TEST(respond(request, directory).response.status == 204);
    request.method = Method::get;
    request.if_none_match = "\"0123456789abcdef\"";
    BOOST_TEST(respond(request, directory).response.status == 304);
}

BOOST_AUTO_TEST_SUITE_END()
