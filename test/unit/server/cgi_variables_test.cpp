// SPDX-License-Identifier: MIT
#include "autodiscover/server/cgi_variables.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <vector>

using namespace autodiscover;

namespace {

struct Parsed {
    Parsed(std::initializer_list<const char*> entries) : environment(entries) {
        environment.push_back(nullptr);
        variables = CgiVariables::read(environment.data());
        request = variables.request(buffer);
    }
    std::vector<const char*> environment;
    CgiVariables variables;
    std::string buffer;
    Request request;
};

} // namespace

BOOST_AUTO_TEST_SUITE(cgi_variables)

BOOST_AUTO_TEST_CASE(all_that_are_used_are_found_among_others) {
    const Parsed p{"FCGI_ROLE=RESPONDER",
                   "REQUEST_METHOD=POST",
                   "REQUEST_URI=/a?b=c",
                   "QUERY_STRING=b=c",
                   "CONTENT_LENGTH=17",
                   "HTTP_HOST=example.com:8443",
                   "SERVER_NAME=other.example",
                   "HTTP_ACCEPT_LANGUAGE=fr",
                   "HTTP_IF_NONE_MATCH=\"x\"",
                   "HTTP_AUTHORIZATION=Basic secret",
                   "NO_EQUALS_SIGN"};
    BOOST_TEST((p.request.method == Method::post));
    BOOST_TEST(p.request.path == "/a");
    BOOST_TEST(p.request.query == "b=c");
    BOOST_TEST(p.request.host == "example.com:8443");
    BOOST_TEST(p.request.accept_language == "fr");
    BOOST_TEST(p.request.if_none_match == "\"x\"");
    BOOST_TEST(p.variables.length().value() == 17U);
    BOOST_TEST(p.variables.autodiscover_status == "");
}

/// What a client sends has HTTP_ before it (RFC 3875 section 4.1.18), so that it can never be this one.
BOOST_AUTO_TEST_CASE(the_word_of_the_web_server_that_status_may_be_seen) {
    BOOST_TEST((Parsed{"AUTODISCOVER_STATUS=on"}.variables.autodiscover_status) == "on");
    BOOST_TEST((Parsed{"HTTP_AUTODISCOVER_STATUS=on", "autodiscover_status=on", "AUTODISCOVER_STATUSES=on"}
                    .variables.autodiscover_status) == "");
}

/// They are told apart by length first.
BOOST_AUTO_TEST_CASE(a_name_of_the_same_length_is_another) {
    const Parsed p{
        "REMOTE_IP=x",          "REMOTE_ADDR=x",          "REMOTE_IDENT=x",         "REMOTE_ADDRESS=7",
        "HTTP_AUTHORIZATION=x", "HTTP_X_FORWARDED_BY=on", "HTTP_ACCEPT_ENCODING=fr"};
    BOOST_TEST(p.request.host == "");
    BOOST_TEST(p.request.path == "");
    BOOST_TEST(p.request.query == "");
    BOOST_TEST(p.request.if_none_match == "");
    BOOST_TEST(p.request.accept_language == "");
    BOOST_TEST((p.request.method == parse_method("")));
    BOOST_TEST(!p.variables.length().has_value());
    BOOST_TEST(p.variables.autodiscover_status == "");
}

BOOST_AUTO_TEST_CASE(the_first_of_a_name_counts) {
    BOOST_TEST(
        (Parsed{"HTTP_HOST=", "HTTP_HOST=b", "REQUEST_METHOD=GET", "REQUEST_METHOD=POST"}.request.method ==
         Method::get));
    BOOST_TEST((Parsed{"HTTP_HOST=a", "HTTP_HOST=b"}.request.host) == "a");
}

BOOST_AUTO_TEST_CASE(without_a_host_header_the_server_name_holds) {
    BOOST_TEST((Parsed{"SERVER_NAME=a.example", "HTTP_HOST="}.request.host) == "a.example");
}

/// clients.md, FastCGI: how each web server says the path.
BOOST_AUTO_TEST_CASE(path_of_each_web_server) {
    // nginx, our shipped parameters
    BOOST_TEST((Parsed{"REQUEST_URI=/m%61il/x?y"}.request.path) == "/mail/x");
    // nginx with Debian's fastcgi_params; Apache mod_proxy_fcgi
    BOOST_TEST((Parsed{"SCRIPT_NAME=/mail/x", "REQUEST_URI=/m%61il/x"}.request.path) == "/mail/x");
    // Apache mod_fcgid with ScriptAlias /
    BOOST_TEST((Parsed{"SCRIPT_NAME=", "PATH_INFO=/mail/x", "REQUEST_URI=/mail/x"}.request.path) ==
               "/mail/x");
    // ScriptAlias /mail
    BOOST_TEST((Parsed{"SCRIPT_NAME=/mail", "PATH_INFO=/x"}.request.path) == "/mail/x");
    BOOST_TEST((Parsed{"DOCUMENT_URI=/mail/x"}.request.path) == "/mail/x");
    // A proxy's absolute-form target, RFC 9112 section 3.2.2
    BOOST_TEST((Parsed{"REQUEST_URI=http://a.example/mail/x?q"}.request.path) == "/mail/x");
    BOOST_TEST((Parsed{"REQUEST_URI=http://a.example"}.request.path) == "/");
    BOOST_TEST((Parsed{"REQUEST_URI=http://a.example?q"}.request.query) == "q");
    BOOST_TEST((Parsed{"REQUEST_METHOD=GET"}.request.path) == "");
}

BOOST_AUTO_TEST_CASE(a_path_is_decoded_once_and_a_query_never) {
    const Parsed p{"REQUEST_URI=/%2525?a=%40"};
    BOOST_TEST(p.request.path == "/%25");
    BOOST_TEST(p.request.query == "a=%40");
    // CGI gives SCRIPT_NAME decoded already, RFC 3875 section 4.1.13
    BOOST_TEST((Parsed{"SCRIPT_NAME=/%25"}.request.path) == "/%25");
}

BOOST_AUTO_TEST_CASE(query_of_the_target_when_it_has_no_variable) {
    BOOST_TEST((Parsed{"REQUEST_URI=/a?b?c"}.request.query) == "b?c");
    BOOST_TEST((Parsed{"REQUEST_URI=/a?"}.request.query) == "");
    BOOST_TEST((Parsed{"REQUEST_URI=/a?b", "QUERY_STRING=c"}.request.query) == "c");
}

BOOST_AUTO_TEST_CASE(content_length_is_a_number_or_nothing) {
    const auto length = [](const char* entry) { return Parsed{entry}.variables.length(); };
    BOOST_TEST(length("CONTENT_LENGTH=0").value() == 0U);
    BOOST_TEST(length("CONTENT_LENGTH=99999999999999999999999").value() == UINT64_MAX);
    for (const char* const wrong : {"CONTENT_LENGTH=", "CONTENT_LENGTH=-1", "CONTENT_LENGTH=12x",
                                    "CONTENT_LENGTH= 12", "CONTENT_LENGTH=0x10", "OTHER=1"}) {
        BOOST_TEST(!length(wrong).has_value(), wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()
