// SPDX-License-Identifier: MIT
// The profile without its HTTP answer. mobileconfig_test.cpp asks over HTTP.
#include "autodiscover/protocols/mobileconfig_profile.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_FIXTURE_TEST_SUITE(mobileconfig_profile_, MobileconfigFixture)

BOOST_AUTO_TEST_CASE(it_is_the_body_of_the_answer) {
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    const auto profile = mobileconfig_profile(*directory.find(Subject(mailbox)), "A & B");
    BOOST_REQUIRE(profile.has_value());
    BOOST_TEST(*profile == ask("email=user@example.com&name=A%20%26%20B").body);
}

BOOST_AUTO_TEST_CASE(nothing_without_services_to_tell) {
    entry.services = {};
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    BOOST_TEST(!mobileconfig_profile(*directory.find(Subject(mailbox)), "").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
