// SPDX-License-Identifier: MIT
#include "autodiscover/responder/responder.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <new>
#include <stdexcept>
#include <string>

using namespace autodiscover;

namespace {

const test::SmallDirectory directory;

/// A directory whose look-up fails as a broken dependency would.
struct BrokenDirectory : Directory {
    BrokenDirectory() : Directory(test::SmallDirectory::example_provider()) {}
    std::optional<Account> find(const Subject& /*subject*/) const override {
        throw std::runtime_error("secret");
    }
};

Answer ask(Method method, std::string_view path, const Directory& where = directory,
           std::string_view known = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.query = "emailaddress=alice@example.com";
    request.host = "autodiscover.example.com";
    request.if_none_match = known;
    return respond(request, where);
}

constexpr std::string_view outlook = "/autodiscover/autodiscover.xml";
constexpr std::string_view json = "/autodiscover/autodiscover.json";
constexpr std::string_view autoconfig = "/mail/config-v1.1.xml";

} // namespace

BOOST_AUTO_TEST_SUITE(responder)

BOOST_AUTO_TEST_CASE(an_unknown_path_is_404_without_a_route) {
    for (const std::string_view path : {"/index.html", "", "/autodiscover/autodiscover.svc"}) {
        for (const Method method : {Method::get, Method::post, Method::options, Method::other}) {
            const Answer answer = ask(method, path);
            BOOST_TEST(answer.response.status == 404);
            BOOST_TEST(answer.route == "-");
            BOOST_TEST(answer.response.body == "Not found.\n");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_405_with_allow) {
    const Answer put = ask(Method::other, outlook);
    BOOST_TEST(put.response.status == 405);
    BOOST_TEST(put.response.header("Allow") == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(put.route == "outlook");
    const Answer post = ask(Method::post, json);
    BOOST_TEST(post.response.status == 405);
    BOOST_TEST(post.response.header("Allow") == "GET, HEAD, OPTIONS");
}

BOOST_AUTO_TEST_CASE(options_names_the_methods_and_asks_no_handler) {
    const Answer answer = ask(Method::options, outlook, BrokenDirectory());
    BOOST_TEST(answer.response.status == 204);
    BOOST_TEST(answer.response.body.empty());
    BOOST_TEST(answer.response.content_type.empty());
    BOOST_TEST(answer.response.header("Allow") == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(answer.response.header("Access-Control-Allow-Origin") == "*");
    BOOST_TEST(answer.response.header("Access-Control-Allow-Methods") == "GET, HEAD, POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(head_is_get_without_its_body) {
    const Response get = ask(Method::get, outlook).response;
    const Response head = ask(Method::head, outlook).response;
    BOOST_TEST(!get.omit_body);
    BOOST_TEST(head.omit_body);
    BOOST_TEST(head.body == get.body);
    BOOST_TEST(head.headers == get.headers);
    BOOST_TEST(head.status == 200);
}

BOOST_AUTO_TEST_CASE(an_answer_that_the_client_has_is_304) {
    const std::string etag(ask(Method::get, autoconfig).response.header("ETag"));
    BOOST_REQUIRE(!etag.empty());
    for (const std::string& known : {etag, "\"other\", " + etag}) {
        const Response response = ask(Method::get, autoconfig, directory, known).response;
        BOOST_TEST(response.status == 304);
        BOOST_TEST(response.omit_body);
        BOOST_TEST(response.content_type.empty());
        BOOST_TEST(response.header("ETag") == etag);
    }
    BOOST_TEST(ask(Method::get, autoconfig, directory, "\"other\"").response.status == 200);
    BOOST_TEST(ask(Method::get, outlook, directory, etag).response.status == 200); // has no ETag
}

BOOST_AUTO_TEST_CASE(a_surprise_is_500_and_tells_nothing) {
    const BrokenDirectory broken;
    for (const std::string_view path : {outlook, autoconfig}) {
        const Answer answer = ask(Method::get, path, broken);
        BOOST_TEST(answer.response.status == 500);
        BOOST_TEST(answer.response.body.empty());
        BOOST_TEST(answer.response.headers.empty());
    }
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_for_a_password) {
    for (const std::string_view path : {outlook, json, autoconfig, std::string_view("/")}) {
        for (const Method method :
             {Method::get, Method::head, Method::post, Method::options, Method::other}) {
            const Response response = ask(method, path).response;
            BOOST_TEST(response.status != 401);
            BOOST_TEST(response.header("WWW-Authenticate").empty());
            BOOST_TEST(response.header("X-SOAP-Enabled").empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
