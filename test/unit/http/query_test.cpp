// SPDX-License-Identifier: MIT
#include "autodiscover/http/query.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string value(std::string_view query) {
    return query_parameter(query, {"emailaddress", "email"}).value_or("(none)");
}

} // namespace

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(a_form_has_blanks_for_plus_signs) {
    const auto form = [](std::string_view body) {
        return form_parameter(body, {"email"}).value_or("(none)");
    };
    BOOST_TEST(form("email=a+b%2Bc%40d&now=en") == "a b+c@d");
    BOOST_TEST(form("now=en&email=") == "");
    BOOST_TEST(form("now=en") == "(none)");
}

BOOST_AUTO_TEST_CASE(encoding_leaves_only_what_needs_none) {
    BOOST_TEST(percent_encode("aZ09-._~") == "aZ09-._~");
    BOOST_TEST(percent_encode("a+b@c d/%&=\"'") == "a%2Bb%40c%20d%2F%25%26%3D%22%27");
    BOOST_TEST(percent_encode("\xc3\xbc") == "%C3%BC");
    BOOST_TEST(percent_decode(percent_encode("a+%40 \xff")) == "a+%40 \xff");
}

BOOST_AUTO_TEST_CASE(decoding_happens_once) {
    BOOST_TEST(percent_decode("a%40b%2Ec") == "a@b.c");
    BOOST_TEST(percent_decode("%2540") == "%40");
    BOOST_TEST(percent_decode("a+b") == "a+b"); // clients send raw plus signs in addresses
    BOOST_TEST(percent_decode("%c3%BC") == "ü");
    BOOST_TEST(percent_decode("%00") == std::string("\0", 1));
    BOOST_TEST(percent_decode("") == "");
    for (const std::string_view text : {"%", "%4", "%4g", "%g4", "100%", "%%", "a%-1"}) {
        BOOST_TEST(percent_decode(text) == text);
    }
    BOOST_TEST(percent_decode("%%41") == "%A");
}

BOOST_AUTO_TEST_CASE(first_of_the_names_without_case) {
    BOOST_TEST(value("emailaddress=a%40b.c") == "a@b.c");
    BOOST_TEST(value("x=1&EmailAddress=a@b.c&emailaddress=no") == "a@b.c");
    BOOST_TEST(value("EMAIL=x&emailaddress=y") == "x");
    BOOST_TEST(value("a=1;email=x;b=2") == "x");
    BOOST_TEST(value("email=a=b") == "a=b");
    BOOST_TEST(value("email=a%2540b.c") == "a%40b.c"); // decoded once, here too
}

BOOST_AUTO_TEST_CASE(parameters_are_taken_one_after_the_other) {
    std::string_view query = "a=1&&B;c=x=%79&d=";
    std::string taken;
    while (const std::optional<QueryParameter> parameter = take_parameter(query)) {
        taken.append(parameter->key).append(" ").append(parameter->value).append(",");
    }
    BOOST_TEST(taken == "a 1, ,B ,c x=%79,d ,");
    BOOST_TEST(query.empty());
}

BOOST_AUTO_TEST_CASE(there_without_a_value_is_not_absent) {
    BOOST_TEST(value("email") == "");
    BOOST_TEST(value("email=") == "");
    BOOST_TEST(value("email&x=1") == "");
    BOOST_TEST(value("") == "(none)");
    BOOST_TEST(value("&&;=x&") == "(none)");
    BOOST_TEST(value("emails=x") == "(none)");
    BOOST_TEST(value("mail=x") == "(none)");
}

BOOST_AUTO_TEST_CASE(an_address_that_was_encoded_twice_is_decoded_once_more) {
    const auto decoded = [](std::string_view text) { return plain_address(percent_decode(text)); };
    BOOST_TEST(decoded("a%40b.c") == "a@b.c");
    BOOST_TEST(decoded("a%2540b.c") == "a@b.c");
    BOOST_TEST(decoded("%20a@b.c%09") == "a@b.c");
    BOOST_TEST(decoded("%2520a%2540b.c%2520") == "a@b.c");
    BOOST_TEST(decoded("a%25c3%25bc%2540b.c") == "a\xc3\xbc@b.c");
    BOOST_TEST(decoded("a%2540b@c.d") == "a%40b@c.d"); // a local part may have a percent sign
    BOOST_TEST(decoded("%25EMAILADDRESS%25") == "%EMAILADDRESS%");
    BOOST_TEST(decoded("a%252540b.c") == "a%40b.c"); // three times: none that we know, and it shows
    const std::string long_name(2000, 'x');
    BOOST_TEST(decoded(long_name + "%2540b.c") == long_name + "@b.c");
    BOOST_TEST(plain_address("a%40b.c") == "a@b.c"); // from elsewhere, such as a path
    for (const std::string_view text : {"%40", "a%40b", "a%2540b", "%252540", "%%40", "%25%40", "%2%40"}) {
        BOOST_TEST(has_only_encoded_at(text), text);
    }
    for (const std::string_view text :
         {"", "a", "@", "a%40@b", "%", "%4", "%25", "%2525", "%2541", "40", "%EMAILADDRESS%"}) {
        BOOST_TEST(!has_only_encoded_at(text), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
