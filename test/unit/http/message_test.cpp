// SPDX-License-Identifier: MIT
#include "autodiscover/http/message.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string wire(const Response& response) {
    Output out;
    serialize(response, out);
    return out.take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(message)

BOOST_AUTO_TEST_CASE(methods_are_case_sensitive) { // RFC 9110 9.1
    BOOST_CHECK(parse_method("GET") == Method::get);
    BOOST_CHECK(parse_method("HEAD") == Method::head);
    BOOST_CHECK(parse_method("POST") == Method::post);
    BOOST_CHECK(parse_method("OPTIONS") == Method::options);
    for (const std::string_view text : {"", "get", "PUT", "GETS", "OPTION", "POST "}) {
        BOOST_CHECK(parse_method(text) == Method::other);
    }
}

BOOST_AUTO_TEST_CASE(answer_in_the_form_of_cgi) { // RFC 3875 6
    Response response = Response::text(404, "nothing here");
    BOOST_TEST(wire(response) == "Status: 404 Not Found\r\n"
                                 "Content-Type: text/plain; charset=utf-8\r\n"
                                 "Content-Length: 13\r\n"
                                 "Cache-Control: no-store\r\n"
                                 "X-Content-Type-Options: nosniff\r\n"
                                 "\r\n"
                                 "nothing here\n");
    response.omit_body = true; // HEAD: the same head
    BOOST_TEST(wire(response).ends_with("Content-Length: 13\r\nCache-Control: no-store\r\n"
                                        "X-Content-Type-Options: nosniff\r\n\r\n"));
    response.has_length = false;
    BOOST_TEST(wire(response).find("Content-Length") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_without_a_body) { // RFC 9110 8.6
    BOOST_TEST(wire(Response::empty(204)) == "Status: 204 No Content\r\n\r\n");
    BOOST_TEST(wire(Response::empty(304)) == "Status: 304 Not Modified\r\n\r\n");
    BOOST_TEST(wire(Response::empty(405)) == "Status: 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(serialize_appends) {
    Output out("before");
    serialize(Response::empty(204), out);
    BOOST_TEST(out.view() == "beforeStatus: 204 No Content\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(every_status_that_we_send_has_a_phrase) { // RFC 9110 15
    for (const int status : {200, 204, 301, 302, 304, 308, 400, 404, 405, 413, 500, 503}) {
        BOOST_TEST(reason_phrase(status) != "Unknown");
    }
    BOOST_TEST(reason_phrase(413) == "Content Too Large");
    BOOST_TEST(reason_phrase(418) == "Unknown");
}

BOOST_AUTO_TEST_SUITE_END()
