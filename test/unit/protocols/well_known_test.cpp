// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/protocol.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

const std::string caldav_url = "https://dav.hosting.example/cal/";

struct Fixture {
    test::SmallDirectory directory;

    Fixture() {
        offer("example.com", ServiceType::caldav, caldav_url);
        offer("example.com", ServiceType::carddav, "https://dav.hosting.example/%EMAILDOMAIN%/card");
        offer("example.com", ServiceType::jmap, "https://jmap.hosting.example/session");
        directory.add("without.example");
    }
    void offer(const std::string& domain, ServiceType type, std::string_view url) {
        Service added = test::service(type, Transport::implicit_tls, 443, "dav.hosting.example");
        added.url = test::text(url);
        directory.add(domain).services.push_back(added);
    }
    Response ask(std::string_view path, std::string_view host = "example.com", Method method = Method::get) {
        Request request;
        request.method = method;
        request.path = path;
        request.host = host;
        const Answer answer = respond(request, directory);
        BOOST_TEST(answer.route == "well-known");
        return answer.response;
    }
    /// "301 LOCATION" or the status alone.
    std::string get(std::string_view path, std::string_view host = "example.com",
                    Method method = Method::get) {
        const Response response = ask(path, host, method);
        const std::string_view location = response.headers.find(HeaderName::location);
        return std::to_string(response.status) + (location.empty() ? "" : " ") + std::string(location);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(well_known, Fixture)

BOOST_AUTO_TEST_CASE(each_service_has_its_place) {
    BOOST_TEST(get("/.well-known/caldav") == "301 " + caldav_url);
    BOOST_TEST(get("/.well-known/carddav") == "301 https://dav.hosting.example/example.com/card");
    BOOST_TEST(get("/.well-known/jmap") == "301 https://jmap.hosting.example/session");
}

BOOST_AUTO_TEST_CASE(the_answer_is_short_and_lives_an_hour) {
    const Response response = ask("/.well-known/caldav");
    BOOST_TEST(response.content_type == "text/plain; charset=utf-8");
    BOOST_TEST(response.headers.lines() == "Location: " + caldav_url +
                                               "\r\nCache-Control: public, max-age=3600\r\n"
                                               "X-Content-Type-Options: nosniff\r\n");
    BOOST_TEST(response.body == "Moved.\n");
    BOOST_TEST(!response.omit_body);
    BOOST_TEST(ask("/.well-known/caldav", "example.com", Method::head).omit_body);
}

BOOST_AUTO_TEST_CASE(any_method_is_sent_on) {
    for (const Method method : {Method::get, Method::head, Method::post, Method::options, Method::other}) {
        for (const std::string path : {"/.well-known/caldav", "/.well-known/carddav", "/.well-known/jmap"}) {
            BOOST_TEST(ask(path, "example.com", method).status == 301);
            BOOST_TEST(ask(path, "other.example", method).status == 404);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_host_says_which_domain) {
    for (const std::string host :
         {"EXAMPLE.com", "example.com:443", "example.com.", "autoconfig.example.com"}) {
        BOOST_TEST(get("/.well-known/caldav", host) == "301 " + caldav_url);
    }
    for (const std::string host : {"", "other.example", "without.example", "192.0.2.1"}) {
        BOOST_TEST(get("/.well-known/caldav", host) == "404");
    }
}

BOOST_AUTO_TEST_CASE(nothing_leads_back_to_itself) {
    offer("loop.example", ServiceType::caldav, "https://loop.example/.well-known/caldav");
    offer("loop.example", ServiceType::carddav, "https://Loop.Example:443/.well-known/carddav?x");
    for (const std::string host : {"loop.example", "LOOP.example", "loop.example:443", "loop.example.:80"}) {
        BOOST_TEST(get("/.well-known/caldav", host) == "404");
        BOOST_TEST(get("/.well-known/carddav", host) == "404");
    }
    // Another host, another path, another port: the client gets on.
    const std::string url = "https://loop.example/.well-known/caldav";
    BOOST_TEST(get("/.well-known/caldav", "autoconfig.loop.example") == "301 " + url);
    offer("near.example", ServiceType::caldav, "https://near.example/.well-known/caldav/");
    BOOST_TEST(get("/.well-known/caldav", "near.example") == "301 https://near.example/.well-known/caldav/");
    offer("port.example", ServiceType::caldav, "https://port.example:8443/.well-known/caldav");
    BOOST_TEST(get("/.well-known/caldav", "port.example") ==
               "301 https://port.example:8443/.well-known/caldav");
    BOOST_TEST(get("/.well-known/caldav", "port.example:8443") == "404");
    offer("bare.example", ServiceType::caldav, "https://bare.example");
    BOOST_TEST(get("/.well-known/caldav", "bare.example") == "301 https://bare.example");
}

BOOST_AUTO_TEST_CASE(a_service_without_a_url_is_none) {
    offer("odd.example", ServiceType::caldav, "");
    BOOST_TEST(get("/.well-known/caldav", "odd.example") == "404");
}

BOOST_AUTO_TEST_CASE(paths_are_exact) {
    for (const std::string path : {"/.well-known/CalDAV", "/.well-known/caldav/", "/.well-known/caldav/x"}) {
        Request request;
        request.path = path;
        request.host = "example.com";
        const Answer answer = respond(request, directory);
        BOOST_TEST(answer.response.status == 404);
        BOOST_TEST(answer.route == "-");
    }
}

BOOST_AUTO_TEST_CASE(there_is_nothing_to_show) {
    BOOST_TEST((well_known_protocol.view == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
