// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(recipe)

BOOST_AUTO_TEST_CASE(is_found) {
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()
