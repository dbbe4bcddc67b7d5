// SPDX-License-Identifier: MIT
#include "autodiscover/base/result.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(result)

BOOST_AUTO_TEST_CASE(a_value_or_a_reason) {
    const Result<std::string> good(std::string("v"));
    BOOST_TEST(good.ok());
    BOOST_TEST(static_cast<bool>(good));
    BOOST_TEST(*good == "v");
    BOOST_TEST(good->size() == 1U);
    BOOST_CHECK_THROW(static_cast<void>(good.error()), std::bad_variant_access);
    const Result<std::string> bad(Error{"why"});
    BOOST_TEST(!bad.ok());
    BOOST_TEST(bad.error().message == "why");
    BOOST_CHECK_THROW(static_cast<void>(*bad), std::bad_variant_access);
}

BOOST_AUTO_TEST_CASE(a_value_may_be_an_error_type) {
    const Result<int> zero(0);
    BOOST_TEST(zero.ok());
    BOOST_TEST(*zero == 0);
}

BOOST_AUTO_TEST_SUITE_END()
