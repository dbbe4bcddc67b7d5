// SPDX-License-Identifier: MIT
#include "autodiscover/model/url.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string error_of(std::string_view text) {
    const Result<Url> url = Url::parse(text);
    return url ? "" : url.error().message;
}

bool leads(std::string_view url, std::string_view host, std::string_view path) {
    return Url::parse(url)->leads_to(host, path);
}

} // namespace

BOOST_AUTO_TEST_SUITE(urls)

BOOST_AUTO_TEST_CASE(the_parts) {
    const Url url = *Url::parse("HTTPS://Example.com:8443/A/b?c/d#e?f");
    BOOST_TEST(url.text() == "HTTPS://Example.com:8443/A/b?c/d#e?f");
    BOOST_TEST(url.host() == "Example.com");
    BOOST_TEST(url.port() == 8443);
    BOOST_TEST(url.authority() == "Example.com:8443");
    BOOST_TEST(url.origin() == "HTTPS://Example.com:8443");
    BOOST_TEST(url.path() == "/A/b");
    BOOST_TEST(url.tail() == "/A/b?c/d#e?f");
}

BOOST_AUTO_TEST_CASE(parts_that_are_not_written) {
    for (const std::string_view tail : {"", "?a:b", "#a@b", "?a/b"}) {
        const Url url = *Url::parse(std::string("https://a.b").append(tail));
        BOOST_TEST(url.host() == "a.b");
        BOOST_TEST(url.port() == 443);
        BOOST_TEST(url.authority() == "a.b");
        BOOST_TEST(url.origin() == "https://a.b");
        BOOST_TEST(url.path() == "");
        BOOST_TEST(url.tail() == tail);
    }
    BOOST_TEST(Url::parse("https://dav.%EMAILDOMAIN%/%EMAILDOMAIN%")->host() == "dav.%EMAILDOMAIN%");
}

BOOST_AUTO_TEST_CASE(what_is_refused) {
    for (const std::string_view text :
         {"", "a.b", "//a.b/", "http://a.b/", "https:a.b", " https://a.b", "/a"}) {
        BOOST_TEST(error_of(text) == "the URL does not begin with https", text);
    }
    BOOST_TEST(error_of("https://u@a.b/") == "a URL must not hold a user name or password");
    for (const std::string_view text :
         {"https://a.b:/", "https://a.b:0", "https://a.b:65536/", "https://a.b:1:2/"}) {
        BOOST_TEST(error_of(text) == "the port of the URL must be a number from 1 to 65535", text);
    }
    BOOST_TEST(error_of("https://[::1]/") == "a URL must hold a host name, not an IPv6 address");
    BOOST_TEST(error_of("https:///a") == "bad host name in the URL: the name is empty");
    BOOST_TEST(error_of("https://:1") == "bad host name in the URL: the name is empty");
    for (const std::string_view text :
         {"https://a.b/ ", "https://a.b/\x7f", "https://a.b/\xc3\xbc", "https://a.b?\""}) {
        BOOST_TEST(error_of(text).starts_with("the URL holds a character that must be percent-encoded"),
                   text);
    }
}

BOOST_AUTO_TEST_CASE(back_to_where_the_client_is) {
    for (const std::string_view host : {"a.b", "A.B", "a.b.", "a.b:443", "a.b:80", "a.b.:443", "a.b:443."}) {
        BOOST_TEST(leads("https://a.b/p", host, "/p"), host);
        BOOST_TEST(leads("https://A.b:443/P?x#y", host, "/p"), host);
    }
    for (const std::string_view host : {"", "b", "x.a.b", "a.b:8443", "xa.b", "a.bx"}) {
        BOOST_TEST(!leads("https://a.b/p", host, "/p"), host);
    }
    BOOST_TEST(leads("https://a.b:8443/p", "a.b:8443", "/p"));
    BOOST_TEST(!leads("https://a.b:8443/p", "a.b", "/p"));
    for (const std::string_view path : {"", "/", "/p/", "/px", "p"}) {
        BOOST_TEST(!leads("https://a.b/p", "a.b", path), path);
    }
}

BOOST_AUTO_TEST_CASE(another_authority) {
    const Url url = *Url::parse("HTTPS://A.b:1/C?d");
    BOOST_TEST(url.with_authority("x.y").text() == "https://x.y/C?d");
    BOOST_TEST(url.with_authority("x.y").port() == 443);
    const Url other = url.with_authority("x.y:2");
    BOOST_TEST(other.text() == "https://x.y:2/C?d");
    BOOST_TEST(other.host() == "x.y");
    BOOST_TEST(other.port() == 2);
    BOOST_TEST(other.path() == "/C");
    BOOST_TEST((other == *Url::parse("https://x.y:2/C?d")));
}

BOOST_AUTO_TEST_CASE(texts_that_look_like_urls) {
    BOOST_TEST(has_https_scheme("HTTPS://"));
    BOOST_TEST(!has_https_scheme("http://a.b"));
    BOOST_TEST(has_any_scheme("ldap://a.b"));
    BOOST_TEST(!has_any_scheme("a.b//c"));
}

BOOST_AUTO_TEST_SUITE_END()
