// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/protocol.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <vector>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(protocol)

BOOST_AUTO_TEST_CASE(every_line_of_the_table_is_there_in_its_order) {
    const std::vector<const Protocol*> expected = {
#define PROTOCOL(name) &name##_protocol,
#include "autodiscover/protocols/protocols.def"
#undef PROTOCOL
    };
    const auto all = all_protocols();
    BOOST_TEST(std::vector<const Protocol*>(all.begin(), all.end()) == expected,
               boost::test_tools::per_element());
    BOOST_TEST(all.size() >= 4U);
}

BOOST_AUTO_TEST_CASE(names_and_paths_are_unique_and_complete) {
    std::set<std::string_view> names;
    std::set<std::string_view> paths;
    for (const Protocol* const one : all_protocols()) {
        BOOST_TEST(names.insert(one->name).second, one->name);
        BOOST_TEST(!one->summary.empty(), one->name);
        BOOST_TEST(!one->routes.empty(), one->name);
        for (const Route& route : one->routes) {
            BOOST_TEST(paths.insert(route.path).second, route.path);
            BOOST_TEST(route.path.starts_with('/'), route.path);
            BOOST_TEST((route.handler != nullptr), route.path);
            BOOST_TEST((route.methods & bit(Method::get)) != 0, route.path);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
