// SPDX-License-Identifier: MIT
#include "autodiscover/base/shared.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(shared)

BOOST_AUTO_TEST_CASE(copies_are_one_object) {
    const Shared<std::string> first = std::string("a");
    const Shared<std::string> second = first; // NOLINT(performance-unnecessary-copy-initialization)
    BOOST_TEST(&*first == &*second);
    BOOST_TEST(second->size() == 1U);
}

BOOST_AUTO_TEST_CASE(may_hold_nothing) {
    Shared<int> value;
    BOOST_TEST(!value.has_value());
    value = 3;
    BOOST_TEST(*value == 3);
    value.reset();
    BOOST_TEST(!value);
}

BOOST_AUTO_TEST_SUITE_END()
