// SPDX-License-Identifier: MIT
#include "autodiscover/config/urls.hpp"
#include "autodiscover/config/values.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string url(std::string_view text) {
    const Result<std::string> result = parse_url(text);
    return result ? *result : "error: " + result.error().message;
}
std::string host(std::string_view text) {
    const Result<Template> result = parse_host(text);
    return result ? result->text() : "error: " + result.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(values)

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

BOOST_AUTO_TEST_CASE(base_urls) {
    BOOST_TEST(*parse_base_url("https://example.com///") == "https://example.com");
    BOOST_TEST(*parse_base_url("https://example.com/a/") == "https://example.com/a");
    for (const std::string_view text : {"https://example.com/?q", "https://example.com/#f"}) {
        BOOST_TEST(parse_base_url(text).error().message ==
                   "a base URL has neither a query (`?`) nor a fragment (`#`)");
    }
    BOOST_TEST(*parse_optional_url("") == "");
    BOOST_TEST(!parse_optional_url("x").ok());
}

BOOST_AUTO_TEST_CASE(hosts) {
    BOOST_TEST(host("Mail.Example.com.") == "mail.example.com");
    BOOST_TEST(host("bücher.example") == "xn--bcher-kva.example");
    BOOST_TEST(host("mail.%EMAILDOMAIN%") == "mail.%EMAILDOMAIN%");
    BOOST_TEST(host("%EMAILDOMAIN%") == "%EMAILDOMAIN%");
    BOOST_TEST(host("Bücher.%EMAILDOMAIN%") == "xn--bcher-kva.%EMAILDOMAIN%");
    BOOST_TEST(host("ü%EMAILDOMAIN%") ==
               "error: `ü%EMAILDOMAIN%`: %EMAILDOMAIN% must not share a label with letters outside ASCII");
    BOOST_TEST(host("a b.%EMAILDOMAIN%") ==
               "error: `a b.%EMAILDOMAIN%` gives no host name with a domain filled in");
    BOOST_TEST(
        host("50%.example") ==
        "error: `50%.example`: the name holds a character other than letters, digits, hyphens and dots");
}

BOOST_AUTO_TEST_CASE(listening_places) {
    for (const std::string_view text :
         {"/run/a.sock", "./a.sock", "127.0.0.1:9000", "127.255.255.254:1", "[::1]:65535"}) {
        BOOST_TEST(*parse_listen(text) == text);
    }
    for (const std::string_view text :
         {"0.0.0.0:9000", "192.0.2.1:9000", "localhost:9000", "[::]:9000", ":9000", "::1:9000",
          "127.example:9000", "127.0.0.1.example.com:80"}) {
        BOOST_TEST(parse_listen(text).error().message.find("is not a loopback address") != std::string::npos);
    }
    for (const std::string_view text :
         {"9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "[::1]"}) {
        BOOST_TEST(!parse_listen(text).ok());
    }
    BOOST_TEST(parse_listen("/" + std::string(106, 'x')).ok()); // sockaddr_un: 107 octets and a NUL
    BOOST_TEST(parse_listen("/" + std::string(107, 'x')).error().message ==
               "the path is longer than 107 octets, which a socket cannot have");
}

BOOST_AUTO_TEST_CASE(socket_modes) {
    BOOST_TEST(*parse_socket_mode("0660") == 0660U);
    BOOST_TEST(*parse_socket_mode("600") == 0600U);
    BOOST_TEST(*parse_socket_mode("777") == 0777U);
    for (const std::string_view text : {"", "66", "1777", "0o660", "rw-", "-660", "0860", "0660 "}) {
        BOOST_TEST(!parse_socket_mode(text).ok());
    }
}

BOOST_AUTO_TEST_CASE(identifiers_and_language_tags) {
    BOOST_TEST(parse_identifier("com.example.mail-2").ok());
    for (const std::string_view text : {"a b", ".a", "a.", "a/b", "ä"}) {
        BOOST_TEST(!parse_identifier(text).ok());
    }
    for (const std::string_view text : {"en", "pt-BR", "zh-Hant-TW", "de-1996", "gsw"}) { // RFC 5646 2.1
        BOOST_TEST(is_language_tag(text));
    }
    for (const std::string_view text :
         {"", "e", "en_US", "en-", "-en", "1en", "en--us", "verylongtag", "ä"}) {
        BOOST_TEST(!is_language_tag(text));
    }
}

BOOST_AUTO_TEST_SUITE_END()
