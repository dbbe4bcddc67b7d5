// SPDX-License-Identifier: MIT
#include "autodiscover/model/service_table.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(service_table_rows)

BOOST_AUTO_TEST_CASE(each_key_is_found_once) {
    std::set<std::string_view> keys;
    for (const ServiceRow& row : service_table) {
        BOOST_TEST(keys.insert(row.key).second, row.key);
        BOOST_TEST(find_service(row.key) == &row, row.key);
    }
    BOOST_TEST(find_service("imap4") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_label_names_one_type_and_transport) {
    std::set<std::string_view> labels;
    for (const ServiceRow& row : service_table) {
        BOOST_TEST((row.srv_label.empty() || labels.insert(row.srv_label).second), row.key);
        BOOST_TEST((!row.reached_by_url || row.transport == Transport::implicit_tls), row.key);
    }
}

BOOST_AUTO_TEST_SUITE_END()
