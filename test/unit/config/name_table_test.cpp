// SPDX-License-Identifier: MIT
#include "autodiscover/config/name_table.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using autodiscover::NameTable;

BOOST_AUTO_TEST_SUITE(name_table)

BOOST_AUTO_TEST_CASE(an_empty_table_finds_nothing) {
    const NameTable table;
    BOOST_TEST(!table.find("a").has_value());
    BOOST_TEST(!table.find("").has_value());
    BOOST_TEST(table.empty());
}

BOOST_AUTO_TEST_CASE(every_name_is_found_and_no_other) {
    NameTable table;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        BOOST_REQUIRE(!table.add("c" + std::to_string(i) + ".example", i).has_value());
    }
    BOOST_TEST(table.size() == 100'000U);
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        BOOST_REQUIRE(table.find("c" + std::to_string(i) + ".example") == i);
        BOOST_REQUIRE(!table.find("d" + std::to_string(i) + ".example").has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_second_value_is_refused) {
    NameTable table;
    BOOST_TEST(!table.add("a", 1).has_value());
    BOOST_TEST(table.add("a", 2).value() == 1U);
    BOOST_TEST(table.find("a").value() == 1U);
    BOOST_TEST(table.size() == 1U);
    table.set("a", 3);
    BOOST_TEST(table.find("a").value() == 3U);
    table.add("", 9); // an empty name is a name
    table.set_all(0);
    BOOST_TEST(table.find("a").value() == 0U);
    BOOST_TEST(table.find("").value() == 0U);
    BOOST_TEST(!table.find("b").has_value());
}

BOOST_AUTO_TEST_CASE(names_come_in_the_order_of_adding) {
    NameTable table;
    const std::string longest(NameTable::longest_name, 'z');
    for (const std::string& name : {std::string("b"), longest, std::string(), std::string("a")}) {
        table.add(name, 7);
    }
    std::string all;
    table.for_each([&](std::string_view name) { all.append(name).append("|"); });
    BOOST_TEST(all == "b|" + longest + "||a|");
    BOOST_TEST(table.find(longest).value() == 7U);
    BOOST_CHECK_THROW(table.add(longest + "z", 0), std::length_error);
}

BOOST_AUTO_TEST_SUITE_END()
