// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholder_words.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

/// "size name", with a ")" for a closed one.
std::string word(std::string_view text) {
    const PlaceholderWord found = placeholder_word(text);
    return std::to_string(found.size) + " " + std::string(found.name) + (found.is_closed ? ")" : "");
}

} // namespace

BOOST_AUTO_TEST_SUITE(placeholder_words)

BOOST_AUTO_TEST_CASE(how_far_a_word_goes) {
    BOOST_TEST(word("%u@%d") == "2 u");
    BOOST_TEST(word("%n%d") == "2 n"); // two words, not one between percent signs
    BOOST_TEST(word("%EMAILADDRESS%x") == "14 EMAILADDRESS)");
    BOOST_TEST(word("%{email}x") == "8 email)");
    BOOST_TEST(word("${user.email}") == "13 user.email)");
    BOOST_TEST(word("$email-x") == "6 email");
    BOOST_TEST(word("{{ email }}x") == "11 email)");
    for (const std::string_view text :
         {"%", "% u", "%%", "$", "$1", "${", "${}", "{", "{}", "{ }", "{,a}", "{%a"}) {
        BOOST_TEST(word(text) == "0 ", text);
    }
    BOOST_TEST(word("{email") == "6 email");
    BOOST_TEST(word("%{user | lower}") == "6 user");
    BOOST_TEST(word("${email%%@*}") == "7 email");
    BOOST_TEST(placeholder_word("{" + std::string(10'000, 'x') + "}").size == 64U);
}

BOOST_AUTO_TEST_CASE(what_a_word_means) {
    BOOST_TEST(meant_placeholder("Local-Part") == "EMAILLOCALPART");
    BOOST_TEST(meant_placeholder("emaildomains") == "EMAILDOMAIN");
    BOOST_TEST(meant_placeholder("EMIALADDRESS") == "EMAILADDRESS");
    BOOST_TEST(meant_placeholder("foo") == "");
    BOOST_TEST(meant_placeholder("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
