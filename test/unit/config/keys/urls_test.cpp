// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/urls.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string text_of(const Result<std::string>& result) {
    return result ? *result : "error: " + result.error().message;
}
std::string text_of(const Result<Url>& result) {
    return result ? result->text() : "error: " + result.error().message;
}
std::string url(std::string_view text) {
    return text_of(parse_url(text));
}
std::string service(std::string_view text) {
    const Result<ServiceUrl> result = parse_service_url(text);
    return result ? result->url.text() + " " + result->host.text() + " " + std::to_string(result->port)
                  : "error: " + result.error().message;
}
std::string issuer(std::string_view text) {
    return text_of(parse_issuer(text));
}
std::string contact(std::string_view text) {
    return text_of(parse_contact(text));
}

} // namespace

BOOST_AUTO_TEST_SUITE(urls_of_a_configuration)

BOOST_AUTO_TEST_CASE(urls) {
    BOOST_TEST(url("https://Example.com") == "https://example.com");
    BOOST_TEST(url("HTTPS://bücher.example:8443/a?b=%20#c") ==
               "https://xn--bcher-kva.example:8443/a?b=%20#c");
    BOOST_TEST(url("https://example.com?q") == "https://example.com?q");
    for (const std::string_view text :
         {"", "http://example.com", "javascript:alert(1)", "https:example.com", "ftp://x", " https://x"}) {
        BOOST_TEST(url(text).starts_with("error: must be an https URL such as"));
    }
    BOOST_TEST(url("https://me:pw@example.com/") == "error: a URL must not hold a user name or password");
    BOOST_TEST(url("https://example.com:0/") ==
               "error: the port of the URL must be a number from 1 to 65535");
    BOOST_TEST(url("https://[::1]/") == "error: a URL must hold a host name, not an IPv6 address");
    BOOST_TEST(url("https:///path") == "error: bad host name in the URL: the name is empty");
    for (const std::string_view text :
         {"https://example.com/a b", "https://example.com/\"", "https://example.com/<",
          "https://example.com/ä", "https://example.com/\\"}) {
        BOOST_TEST(url(text) ==
                   "error: the URL holds a character that must be percent-encoded, such as a blank as %20");
    }
}

BOOST_AUTO_TEST_CASE(no_url_is_endless) {
    const auto of = [](std::string_view begin, std::size_t size) {
        return std::string(begin).append(size - begin.size(), 'x');
    };
    const std::string too_long = "error: the URL is longer than 2048 bytes";
    BOOST_TEST(url(of("https://a.example/", 2048)) == of("https://a.example/", 2048));
    BOOST_TEST(issuer(of("https://a.example/", 2048)) == of("https://a.example/", 2048));
    BOOST_TEST(service(of("https://a.example/", 2048)).starts_with(of("https://a.example/", 2048)));
    BOOST_TEST(contact(of("mailto:a@b.example?subject=", 2048)) == of("mailto:a@b.example?subject=", 2048));
    for (const std::size_t size : {2049U, 3000U, 100000U}) {
        BOOST_TEST(url(of("https://a.example/", size)) == too_long);
        BOOST_TEST("error: " + parse_optional_url(of("https://a.example?", size)).error().message ==
                   too_long);
        BOOST_TEST(text_of(parse_base_url(of("https://a.example/", size))) == too_long);
        BOOST_TEST(issuer(of("https://a.example/", size)) == too_long);
        BOOST_TEST(service(of("https://a.example/", size)) == too_long);
        BOOST_TEST(contact(of("https://a.example/", size)) == too_long);
        BOOST_TEST(contact(of("mailto:a@b.example?subject=", size)) == too_long);
    }
}

BOOST_AUTO_TEST_CASE(base_urls) {
    BOOST_TEST(parse_base_url("https://example.com///")->text() == "https://example.com");
    BOOST_TEST(parse_base_url("https://example.com/a/")->text() == "https://example.com/a");
    for (const std::string_view text : {"https://example.com/?q", "https://example.com/#f"}) {
        BOOST_TEST(parse_base_url(text).error().message ==
                   "a base URL has neither a query (`?`) nor a fragment (`#`)");
    }
    BOOST_TEST(!*parse_optional_url(""));
    BOOST_TEST((*parse_optional_url("https://A.b/c"))->text() == "https://a.b/c");
    BOOST_TEST(!parse_optional_url("x").ok());
}

BOOST_AUTO_TEST_CASE(urls_of_services) {
    BOOST_TEST(service("https://dav.example.com/a/") == "https://dav.example.com/a/ dav.example.com 443");
    BOOST_TEST(service("HTTPS://B\xc3\xbc"
                       "cher.Example:8443/A?b") ==
               "https://xn--bcher-kva.example:8443/A?b xn--bcher-kva.example 8443");
    BOOST_TEST(service("https://dav.%EMAILDOMAIN%/%EMAILDOMAIN%/") ==
               "https://dav.%EMAILDOMAIN%/%EMAILDOMAIN%/ dav.%EMAILDOMAIN% 443");
    BOOST_TEST(service("https://dav.example.com/%C3%84%AB%CD/") == // octets, no placeholders
               "https://dav.example.com/%C3%84%AB%CD/ dav.example.com 443");
    BOOST_TEST(service("https://dav.example.com/#a") == "error: the URL of a service has no fragment (`#`)");
    BOOST_TEST(service("https://u@dav.example.com/") == "error: a URL must not hold a user name or password");
    BOOST_TEST(service("http://dav.example.com/").starts_with("error: must be an https URL"));
    BOOST_TEST(service("https://dav.example.com/%EMAILADDRESS%/") ==
               "error: %EMAILADDRESS%: only %EMAILDOMAIN% is filled in here");
    BOOST_TEST(service("https://a_b/").starts_with("error: bad host name in the URL: `a_b`"));
}

BOOST_AUTO_TEST_CASE(issuers_stay_as_they_are) { // draft-ietf-mailmaint-oauth-public
    for (const std::string_view text :
         {"https://id.example.com", "https://id.example.com/", "https://ID.example.com/A/%20b/",
          "https://id.example.com:8443/a.b/..c", "https://xn--bcher-kva.example"}) {
        BOOST_TEST(issuer(text) == text);
    }
    for (const std::string_view text : {"https://id.example.com/?a", "https://id.example.com#"}) {
        BOOST_TEST(issuer(text) == "error: an issuer has neither a query (`?`) nor a fragment (`#`)");
    }
    for (const std::string_view text :
         {"https://id.example.com/./a", "https://id.example.com/a/..", "https://id.example.com/."}) {
        BOOST_TEST(issuer(text) == "error: an issuer has no `.` or `..` in its path");
    }
    for (const std::string_view text :
         {"https://id.example.com/%7Ea", "https://id.example.com/%2e%2E", "https://id.example.com/%41",
          "https://id.example.com/50%", "https://id.example.com/%4", "https://id.example.com/%zz"}) {
        BOOST_TEST(issuer(text).starts_with("error: an issuer has no percent sign but before"), text);
    }
    BOOST_TEST(issuer("https://b\xc3\xbc"
                      "cher.example/") ==
               "error: an issuer is compared byte for byte: write its host name as `xn--bcher-kva.example`");
    BOOST_TEST(issuer("https://me@id.example.com/") == "error: a URL must not hold a user name or password");
    BOOST_TEST(issuer("http://id.example.com/").starts_with("error: must be an https URL"));
    BOOST_TEST(issuer("https://a_b/").starts_with("error: bad host name in the URL"));
}

BOOST_AUTO_TEST_CASE(contacts) {
    BOOST_TEST(contact("MAILTO:help@Example.com?subject=a%20b") == "mailto:help@example.com?subject=a%20b");
    BOOST_TEST(contact("mailto:help@b\xc3\xbc"
                       "cher.example") == "mailto:help@xn--bcher-kva.example");
    BOOST_TEST(contact("https://example.com/help") == "https://example.com/help");
    for (const std::string_view text : {"", "help@example.com", "tel:112", "javascript:alert(1)"}) {
        BOOST_TEST(contact(text).starts_with("error: must be a URI such as `mailto:help@example.com`"));
    }
    BOOST_TEST(contact("mailto:help") == "error: no address behind mailto: the address has no @");
    for (const std::string_view text : {"mailto:\xc3\xbc@example.com", "mailto:a@example.com?subject=a b"}) {
        BOOST_TEST(contact(text) ==
                   "error: the URI holds a character that must be percent-encoded, such as a blank as %20");
    }
}

BOOST_AUTO_TEST_SUITE_END()
