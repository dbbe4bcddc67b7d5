// SPDX-License-Identifier: MIT
#include "autodiscover/responder/responder.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <new>
#include <stdexcept>
#include <string>
#include <utility>

using namespace autodiscover;

namespace {

const test::SmallDirectory directory;

/// A directory whose look-up fails as a broken dependency would.
template <typename Exception>
struct Broken : test::SmallDirectory {
    explicit Broken(Exception thrown) : exception(std::move(thrown)) {}
    LookupResult find(const Subject& /*subject*/) const override { throw exception; }
    Exception exception;
};
struct BrokenDirectory : Broken<std::runtime_error> {
    BrokenDirectory() : Broken(std::runtime_error("secret")) {}
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
    BOOST_TEST(put.response.headers.find(HeaderName::allow) == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(put.route == "outlook");
    const Answer post = ask(Method::post, json);
    BOOST_TEST(post.response.status == 405);
    BOOST_TEST(post.response.headers.find(HeaderName::allow) == "GET, HEAD, OPTIONS");
}

BOOST_AUTO_TEST_CASE(options_names_the_methods_and_asks_no_handler) {
    const Answer answer = ask(Method::options, outlook, BrokenDirectory());
    BOOST_TEST(answer.response.status == 204);
    BOOST_TEST(answer.response.body.empty());
    BOOST_TEST(answer.response.content_type.empty());
    BOOST_TEST(answer.response.headers.find(HeaderName::allow) == "GET, HEAD, POST, OPTIONS");
    BOOST_TEST(answer.response.headers.find(HeaderName::access_control_allow_origin) == "*");
    BOOST_TEST(answer.response.headers.find(HeaderName::access_control_allow_methods) ==
               "GET, HEAD, POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(head_is_get_without_its_body) {
    const Response get = ask(Method::get, outlook).response;
    const Response head = ask(Method::head, outlook).response;
    BOOST_TEST(!get.omit_body);
    BOOST_TEST(head.omit_body);
    BOOST_TEST(head.body == get.body);
    BOOST_TEST(head.headers.lines() == get.headers.lines());
    BOOST_TEST(head.status == 200);
}

BOOST_AUTO_TEST_CASE(an_answer_that_the_client_has_is_304) {
    const std::string etag(ask(Method::get, autoconfig).response.headers.find(HeaderName::etag));
    BOOST_REQUIRE(!etag.empty());
    for (const std::string& known : {etag, "\"other\", " + etag}) {
        const Response response = ask(Method::get, autoconfig, directory, known).response;
        BOOST_TEST(response.status == 304);
        BOOST_TEST(response.omit_body);
        BOOST_TEST(response.content_type.empty());
        BOOST_TEST(response.headers.find(HeaderName::etag) == etag);
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
        BOOST_TEST(answer.route == (path == outlook ? "outlook" : "autoconfig"));
        BOOST_TEST(answer.remark() == "secret"); // for the log alone
    }
}

// "Could not tell" must never look like "no such domain".
BOOST_AUTO_TEST_CASE(an_unavailable_directory_is_503_in_every_protocol) {
    test::SmallDirectory unavailable;
    unavailable.is_unavailable = true;
    for (const Protocol* const protocol : all_protocols()) {
        for (const Route& route : protocol->routes) {
            Request request;
            request.path = route.path;
            request.host = "autoconfig.example.com";
            for (const std::string_view query :
                 {"", "emailaddress=a@example.com&email=a@example.com&protocol=AutodiscoverV1"}) {
                request.query = query;
                const bool lacks_an_address = protocol->name == "json" && query.empty();
                const Response response = respond(request, unavailable).response;
                BOOST_TEST(response.status == (lacks_an_address ? 400 : 503), route.path << " " << query);
                BOOST_TEST(response.headers.find(HeaderName::retry_after) == (lacks_an_address ? "" : "60"));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_unavailable_directory_is_error_603_for_outlook) {
    test::SmallDirectory unavailable;
    unavailable.is_unavailable = true;
    Request request;
    request.method = Method::post;
    request.path = outlook;
    request.body =
        "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006'>"
        "<Request><EMailAddress>a@example.com</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft."
        "com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request>"
        "</Autodiscover>";
    const Response response = respond(request, unavailable).response;
    BOOST_TEST(response.status == 503);
    BOOST_TEST(response.headers.find(HeaderName::retry_after) == "60");
    BOOST_TEST(response.body.find("<ErrorCode>603</ErrorCode>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_memory_is_503_and_every_exception_has_a_cause) {
    const Answer no_memory = ask(Method::get, outlook, Broken(std::bad_alloc()));
    BOOST_TEST(no_memory.response.status == 503);
    BOOST_TEST(no_memory.route == "outlook");
    BOOST_TEST(no_memory.remark() == "not enough memory");
    const Answer unknown = ask(Method::get, autoconfig, Broken(42));
    BOOST_TEST(unknown.response.status == 500);
    BOOST_TEST(unknown.remark() == "an exception of unknown type");
    const std::string long_cause(1000, 'x');
    const Answer cut = ask(Method::get, autoconfig, Broken(std::runtime_error(long_cause)));
    BOOST_TEST(!cut.remark().empty());
    BOOST_TEST(long_cause.starts_with(cut.remark()));
}

// A location of the web server is chosen by what it makes of a path: we must not see another one.
BOOST_AUTO_TEST_CASE(a_path_that_can_be_read_in_two_ways_is_400) {
    for (const std::string_view path :
         {"/.", "/..", "/./mail/config-v1.1.xml", "/../mail/config-v1.1.xml", "/mail/./config-v1.1.xml",
          "/mail/config-v1.1.xml/.", "/mail/config-v1.1.xml/..",
          "/autodiscover/autodiscover.json/v1.0/../../../mail/config-v1.1.xml", "/x/..//", "/x/.//",
          "/.well-known/../", "/a/.b/..c/.../.."}) {
        for (const Method method :
             {Method::get, Method::post, Method::head, Method::options, Method::other}) {
            const Answer answer = ask(method, path);
            BOOST_TEST(answer.response.status == 400, path);
            BOOST_TEST(answer.response.body == "Bad request.\n");
            BOOST_TEST(answer.route == "-");
        }
    }
    for (const std::string_view path :
         {"/.well-known/autoconfig/mail/config-v1.1.xml", "/mail/config-v1.1.xml", "/"}) {
        BOOST_TEST(ask(Method::get, path).response.status == 200, path);
    }
    for (const std::string_view path : {"/.a", "/...", "/a.", "/a..", "/..a/b", "/.%2e"}) {
        BOOST_TEST(ask(Method::get, path).response.status == 404, path);
    }
}

BOOST_AUTO_TEST_CASE(a_target_with_a_fragment_and_a_host_that_is_none_are_400) {
    const auto status = [](std::string_view target, std::string_view host) {
        Request request;
        request.target = target;
        request.path = autoconfig;
        request.query = "emailaddress=alice@example.com";
        request.host = host;
        return respond(request, directory).response.status;
    };
    constexpr std::string_view good = "autoconfig.example.com";
    BOOST_TEST(status("/mail/config-v1.1.xml", good) == 200);
    BOOST_TEST(status("/mail/config-v1.1.xml#@example.com?Protocol=AutodiscoverV1", good) == 400);
    BOOST_TEST(status("/mail/config-v1.1.xml?a=b#", good) == 400);
    for (const std::string_view target :
         {"/x/../mail/config-v1.1.xml", "/mail/%2e/config-v1.1.xml", "/x/%2E.", "/x%2f../y?a"}) {
        BOOST_TEST(status(target, good) == 400, target); // though the path was resolved by the web server
    }
    BOOST_TEST(status("/mail/config-v1.1.xml?a=/../%2e/", good) == 200);
    for (const std::string_view host :
         {"AutoConfig.Example.Com", "autoconfig.example.com.", "autoconfig.example.com:443",
          "autoconfig.example.com:443.", "[2001:db8::1]:443", "192.0.2.1", "xn--bcher-kva.example", ""}) {
        BOOST_TEST(status("", host) == 200, host);
    }
    for (const char c : std::string_view("@/\\ \t_~!$&'()*+,;=%#?<>\"{}|^`\x7f\x01\x80\xff")) {
        BOOST_TEST(status("", "a" + std::string(1, c) + "b.example") == 400, c);
    }
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_for_a_password) {
    for (const std::string_view path : {outlook, json, autoconfig, std::string_view("/")}) {
        for (const Method method :
             {Method::get, Method::head, Method::post, Method::options, Method::other}) {
            const Response response = ask(method, path).response;
            BOOST_TEST(response.status != 401);
            BOOST_TEST(response.headers.lines().find("WWW-Authenticate") == std::string_view::npos);
            BOOST_TEST(response.headers.lines().find("X-SOAP-Enabled") == std::string_view::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
