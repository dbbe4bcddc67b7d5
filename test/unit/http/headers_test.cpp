// SPDX-License-Identifier: MIT
#include "autodiscover/http/headers.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(headers)

BOOST_AUTO_TEST_CASE(no_value_can_split_a_field) { // RFC 9110 5.5
    for (const std::string_view value : {std::string_view("a\r\nB: c"), std::string_view("a\rb"),
                                         std::string_view("a\nb"), std::string_view("a\0b", 3)}) {
        Headers headers;
        BOOST_CHECK_THROW(headers.add(HeaderName::etag, {value}), std::invalid_argument);
        BOOST_CHECK_THROW(headers.add(HeaderName::etag, {"x", value, "y"}), std::invalid_argument);
        BOOST_TEST(headers.empty());
    }
}

BOOST_AUTO_TEST_CASE(fields_are_lines_in_their_order) {
    Headers headers;
    headers.add(HeaderName::vary, "Accept-Language")
        .add(HeaderName::etag, {"\"", "x", "\""})
        .add(HeaderName::allow, "");
    BOOST_TEST(headers.lines() == "Vary: Accept-Language\r\nETag: \"x\"\r\nAllow: \r\n");
}

BOOST_AUTO_TEST_CASE(fields_are_found_again) {
    Headers headers;
    BOOST_TEST(headers.find(HeaderName::etag) == "");
    headers.add(HeaderName::access_control_allow_methods, "GET").add(HeaderName::allow, "HEAD");
    headers.add(HeaderName::etag, "\"x\"").add(HeaderName::etag, "\"y\"");
    BOOST_TEST(headers.find(HeaderName::allow) == "HEAD");
    BOOST_TEST(headers.find(HeaderName::etag) == "\"x\"");
    BOOST_TEST(headers.find(HeaderName::access_control_allow_methods) == "GET");
    BOOST_TEST(headers.find(HeaderName::location) == "");
}

BOOST_AUTO_TEST_SUITE_END()
