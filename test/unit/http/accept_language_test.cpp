// SPDX-License-Identifier: MIT
#include "autodiscover/http/accept_language.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

constexpr std::string_view available[] = {"en", "de", "pt"};

std::string_view wanted(std::string_view header) {
    const auto index = wanted_language(header, available);
    return index ? available[*index] : "-";
}

} // namespace

BOOST_AUTO_TEST_SUITE(accept_language)

BOOST_AUTO_TEST_CASE(the_first_that_we_have) {
    BOOST_TEST(wanted("de") == "de");
    BOOST_TEST(wanted("fr, de, en") == "de");
    BOOST_TEST(wanted("DE-at,en;q=0.5") == "de");
    BOOST_TEST(wanted("pt-BR,pt;q=0.9,en-US;q=0.8") == "pt");
    BOOST_TEST(wanted("zh-Hant-TW") == "-");
    BOOST_TEST(wanted("*") == "en");
    BOOST_TEST(wanted("deu") == "-");
}

BOOST_AUTO_TEST_CASE(weights_decide) {
    BOOST_TEST(wanted("en;q=0.5,de;q=0.8") == "de");
    BOOST_TEST(wanted("en;q=0.80,de;q=0.801") == "de");
    BOOST_TEST(wanted("en;q=0.25,de;q=0.3") == "de");
    BOOST_TEST(wanted("en ; q=0.1 , de ; Q=0.2") == "de");
    BOOST_TEST(wanted("en;q=0.5,de;q=0.5") == "en");
    BOOST_TEST(wanted("de;q=0") == "-");
    BOOST_TEST(wanted("de;q=0.000, en;q=0.001") == "en");
    BOOST_TEST(wanted("de;level=1;q=0.2,en;q=0.3") == "en");
}

BOOST_AUTO_TEST_CASE(nonsense_is_no_wish) {
    for (const std::string_view header :
         {"", ",", ";", ";;q=1", "de;q=", "de;q=2", "de;q=10", "de;q=x", "de;q=0.x", "-", "d e"}) {
        BOOST_TEST(wanted(header) == "-", header);
    }
    BOOST_TEST(wanted("de;q=1.9") == "de"); // no more than all
    BOOST_TEST(wanted("de;q=0.99999999999999999999") == "de");
    std::string many;
    for (int i = 0; i < 100000; ++i) {
        many += "xx,";
    }
    BOOST_TEST(wanted(many + "de") == "-"); // nobody sends that
}

BOOST_AUTO_TEST_SUITE_END()
