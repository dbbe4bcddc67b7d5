// SPDX-License-Identifier: MIT
#include "autodiscover/policy/payloads.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(payloads)

BOOST_AUTO_TEST_CASE(a_set) {
    Payloads set;
    BOOST_TEST(set.empty());
    set.add(Payload::mail);
    set.add(Payloads(Payload::mail) | Payload::ldap);
    for (const auto& [name, payload] : payload_names) {
        BOOST_TEST(set.has(payload) == (payload == Payload::mail || payload == Payload::ldap), name);
    }
    BOOST_CHECK(set != Payloads(Payload::mail));
}

BOOST_AUTO_TEST_CASE(each_name_is_a_word_for_it) {
    for (const auto& [name, payload] : payload_names) {
        for (const auto& [word, payloads] : payload_words) {
            BOOST_TEST((word == name) == (payloads == Payloads(payload)), word);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
