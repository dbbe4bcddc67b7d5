// SPDX-License-Identifier: MIT
#include "autodiscover/responder/router.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace autodiscover;

namespace {

std::string_view protocol_of(std::string_view path) {
    const FoundRoute found = find_route(path);
    return found.protocol == nullptr ? "-" : found.protocol->name;
}

Route route_with(std::uint8_t methods) {
    return {"/x", Route::Match::exact, methods, nullptr};
}

} // namespace

BOOST_AUTO_TEST_SUITE(router)

BOOST_AUTO_TEST_CASE(outlook_paths_are_found_in_any_case) {
    for (const std::string_view path : {"/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml",
                                        "/AutoDiscover/AutoDiscover.xml", "/AUTODISCOVER/AUTODISCOVER.XML"}) {
        BOOST_TEST(protocol_of(path) == "outlook");
    }
    BOOST_TEST(protocol_of("/autodiscover/AUTODISCOVER.json") == "json");
    BOOST_TEST(protocol_of("/autodiscover/autodiscover.JSON/V1.0/a@b.example") == "json");
}

BOOST_AUTO_TEST_CASE(unknown_paths_have_no_route) {
    for (const std::string_view path :
         {"", "autodiscover/autodiscover.xml", "/autodiscover", "/autodiscover/",
          "/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.xml/",
          "/autodiscover/autodiscover.xm", "/autodiscover/autodiscover.xmlx",
          "//autodiscover/autodiscover.xml", "/autodiscover/autodiscover.json/", "/etc/passwd"}) {
        BOOST_TEST(protocol_of(path) == "-", path);
    }
}

BOOST_AUTO_TEST_CASE(no_two_routes_have_one_path) {
    std::set<std::string_view> paths;
    for (const Protocol* protocol : all_protocols()) {
        for (const Route& route : protocol->routes) {
            BOOST_TEST(paths.insert(route.path).second, route.path);
            BOOST_TEST(route.path.starts_with('/'));
            BOOST_TEST(find_route(route.path).route == &route, route.path);
        }
    }
}

BOOST_AUTO_TEST_CASE(head_comes_with_get_and_options_always) {
    const Route get = route_with(bit(Method::get));
    const Route post = route_with(bit(Method::post));
    BOOST_TEST(allows(get, Method::get));
    BOOST_TEST(allows(get, Method::head));
    BOOST_TEST(allows(get, Method::options));
    BOOST_TEST(!allows(get, Method::post));
    BOOST_TEST(!allows(get, Method::other));
    BOOST_TEST(allows(post, Method::post));
    BOOST_TEST(!allows(post, Method::get));
    BOOST_TEST(!allows(post, Method::head));
    BOOST_TEST(allows(post, Method::options));
}

BOOST_AUTO_TEST_CASE(the_allow_header_names_what_is_allowed) {
    BOOST_TEST(allow_header(route_with(bit(Method::get))) == "GET, HEAD, OPTIONS");
    BOOST_TEST(allow_header(route_with(bit(Method::post))) == "POST, OPTIONS");
    BOOST_TEST(allow_header(route_with(bit(Method::get) | bit(Method::post))) == "GET, HEAD, POST, OPTIONS");
}

BOOST_AUTO_TEST_SUITE_END()
