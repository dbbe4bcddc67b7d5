// SPDX-License-Identifier: MIT
#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(hello)

BOOST_AUTO_TEST_CASE(only_where_it_is_switched_on) {
    test::SmallDirectory directory;
    Request request;
    request.path = "/.well-known/hello";
    request.host = "example.com";
    BOOST_TEST(respond(request, directory).response.status == 404);
    directory.add("example.com").policies.hello.enabled = true;
    BOOST_TEST(respond(request, directory).response.body == "Example Mail");
}

BOOST_AUTO_TEST_SUITE_END()
