// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/protocol.hpp"
#include "unit/protocols/pacc_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using test::PaccFixture;
using test::small_document;

BOOST_FIXTURE_TEST_SUITE(pacc, PaccFixture)

BOOST_AUTO_TEST_CASE(the_document_is_these_bytes) {
    const Answer answer = ask("ua-auto-config.example.com");
    BOOST_TEST(answer.route == "pacc");
    BOOST_TEST(answer.response.status == 200);
    BOOST_TEST(answer.response.body == small_document);
    BOOST_TEST(answer.response.content_type == "application/json");
    BOOST_TEST(answer.response.headers.lines() ==
               "Cache-Control: public, max-age=3600\r\nAccess-Control-Allow-Origin: *\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "ETag: \"0123456789abcdef\"\r\n");
}

BOOST_AUTO_TEST_CASE(the_same_for_everyone_in_the_domain) {
    for (const std::string host :
         {"example.com", "UA-Auto-Config.Example.COM:443", "ua-auto-config.example.com."}) {
        BOOST_TEST(get(host) == small_document);
    }
    BOOST_TEST(ask("example.com", Method::get, "emailaddress=a%40other.example").response.body ==
               small_document);
    add("other.example").provider.name = "Other Mail";
    BOOST_TEST(get("other.example") != small_document);
    const Mailbox mailbox = *Mailbox::parse("alice@example.com");
    BOOST_TEST(pacc_protocol.view(*directory.find(Subject(mailbox)), directory.installation()).body ==
               small_document);
}

BOOST_AUTO_TEST_CASE(methods_and_conditions) {
    const Response head = ask("example.com", Method::head).response;
    BOOST_TEST(head.status == 200);
    BOOST_TEST(head.omit_body);
    const Response options = ask("example.com", Method::options).response;
    BOOST_TEST(options.status == 204);
    BOOST_TEST(options.headers.find(HeaderName::access_control_allow_origin) == "*");
    BOOST_TEST(ask("example.com", Method::post).response.status == 405);
    BOOST_TEST(ask("example.com", Method::other).response.status == 405);
    const std::string etag(head.headers.find(HeaderName::etag));
    BOOST_TEST(ask("example.com", Method::get, {}, etag).response.status == 304);
    BOOST_TEST(ask("example.com", Method::get, {}, "\"x\"").response.status == 200);
}

BOOST_AUTO_TEST_CASE(who_has_none) {
    directory.add("off.example").services = add("on.example").services;
    for (const std::string host : {"", "unknown.example", "off.example", "192.0.2.1"}) {
        const Response response = ask(host).response;
        BOOST_TEST(response.status == 404);
        BOOST_TEST(response.content_type == "text/plain; charset=utf-8");
    }
}

BOOST_AUTO_TEST_SUITE_END()
