// SPDX-License-Identifier: MIT
#include "autodiscover/model/date.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(dates_in_text)

BOOST_AUTO_TEST_CASE(both_forms) {
    const std::optional<Date> date = read_date("2028-02-29", "-");
    BOOST_REQUIRE(date.has_value());
    BOOST_TEST((date == read_date("20280229", "")));
    BOOST_TEST(write_date(*date, "-") == "2028-02-29");
    BOOST_TEST(write_date(*date, "") == "20280229");
    BOOST_TEST(write_date(*read_date("00010203", ""), "-") == "0001-02-03");
    BOOST_TEST((*read_date("2030-09-30", "-") < *read_date("2030-10-01", "-")));
}

BOOST_AUTO_TEST_CASE(nothing_else) {
    for (const std::string_view text :
         {"", "2030", "2030-12", "2030-12-", "2030-12-3", "2030-12-311", "20301231", "2027-02-29",
          "2030-13-01", "2030-00-01", "2030.12.31", "-030-12-31"}) {
        BOOST_TEST(!read_date(text, "-"), text);
    }
    for (const std::string_view text : {"", "2030123", "203012310", "2030-12-31", "20300631", "2030123x"}) {
        BOOST_TEST(!read_date(text, ""), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
