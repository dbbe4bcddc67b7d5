// SPDX-License-Identifier: MIT
#include "autodiscover/server/fastcgi.hpp"

#include "autodiscover/server/connections.hpp"
#include "autodiscover/server/log.hpp"
#include "autodiscover/server/record_scan.hpp"
#include "autodiscover/server/status_page.hpp"
#include "support.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <stdexcept>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Asked {
    Asked() { initialize_fastcgi(); }

    Exchange ask(std::string_view records) {
        send_all(pair.ends[0], records);
        return exchange(pair.ends[1], buffers, 100, &directory);
    }
    std::string answer() { return read_answer(pair.ends[0]); }

    SmallDirectory directory;
    SocketPair pair;
    ExchangeBuffers buffers;
};

constexpr std::string_view target = "/mail/config-v1.1.xml?emailaddress=a@example.com";

std::string post_records(std::string_view length, std::string_view body, bool keep = true) {
    return request_records({{"REQUEST_METHOD", "POST"},
                            {"REQUEST_URI", "/autodiscover/autodiscover.xml"},
                            {"CONTENT_LENGTH", length}},
                           body, keep);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(fastcgi, Asked)

BOOST_AUTO_TEST_CASE(a_request_is_answered_as_cgi_writes_it) {
    const Exchange result = ask(get_records(target));
    const std::string text = answer();
    BOOST_TEST(text.starts_with("Status: 200 OK\r\nContent-Type: text/xml"));
    BOOST_TEST(result.answered);
    BOOST_TEST(result.status == 200);
    BOOST_TEST(result.route == "autoconfig");
    BOOST_TEST(result.bytes == text.size() - text.find("\r\n\r\n") - 4);
}

BOOST_AUTO_TEST_CASE(the_connection_is_kept_when_the_web_server_says_so) {
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST((ask(get_records(target, true)).connection == Connection::kept));
        BOOST_TEST(answer().starts_with("Status: 200"));
    }
    BOOST_TEST((ask(get_records(target, false)).connection == Connection::to_close));
    BOOST_TEST(answer().starts_with("Status: 200"));
    BOOST_TEST(fcntl(pair.ends[1], F_GETFD) >= 0, "the descriptor is the caller's to close");
}

/// A directory whose look-up fails as a broken dependency would.
struct BrokenDirectory : SmallDirectory {
    LookupResult find(const Subject& /*subject*/) const override { throw std::runtime_error("the cause"); }
};

BOOST_AUTO_TEST_CASE(a_500_has_its_route_and_its_cause_for_the_log_and_the_numbers) {
    send_all(pair.ends[0], get_records(target, true));
    const BrokenDirectory broken;
    const Exchange result = exchange(pair.ends[1], buffers, 100, &broken);
    BOOST_TEST(result.status == 500);
    BOOST_TEST(result.route == "autoconfig");
    BOOST_TEST(result.remark == "the cause");
    BOOST_TEST((result.connection == Connection::kept));
    BOOST_TEST(answer() == "Status: 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(head_sends_no_body) {
    const Exchange result = ask(request_records({{"REQUEST_METHOD", "HEAD"}, {"REQUEST_URI", target}}));
    BOOST_TEST(result.bytes == 0U);
    BOOST_TEST(answer().ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(whatever_content_length_says_the_stream_knows_better) {
    for (const char* const length : {"", "0", "1", "99", "-1", "abc", "1e9"}) {
        BOOST_TEST(ask(post_records(length, std::string(100, ' '))).status == 200, length);
        BOOST_TEST(answer().starts_with("Status: 200"));
    }
}

BOOST_AUTO_TEST_CASE(a_body_is_drained_whatever_the_method) {
    const std::string get =
        request_records({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", target}}, std::string(100, 'x'), true);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST((ask(get).connection == Connection::kept));
        BOOST_TEST(answer().starts_with("Status: 200"));
    }
}

BOOST_AUTO_TEST_CASE(one_octet_over_the_cap) {
    BOOST_TEST(ask(post_records("", std::string(100, 'x'))).status == 200);
    BOOST_TEST(answer().starts_with("Status: 200"));
    for (const std::size_t size : {std::size_t{101}, body_limit}) {
        const Exchange result = ask(post_records("", std::string(size, 'x')));
        BOOST_TEST(result.status == 413);
        BOOST_TEST((result.connection == Connection::kept));
        BOOST_TEST(answer().starts_with("Status: 413 Content Too Large\r\n"));
    }
}

BOOST_AUTO_TEST_CASE(a_length_over_the_cap_is_believed) {
    BOOST_TEST(ask(post_records("101", "x")).status == 413);
}

BOOST_AUTO_TEST_CASE(what_is_far_over_the_cap_is_not_read_to_its_end) {
    const Exchange result = ask(post_records("", std::string(body_limit + 1, 'x')));
    BOOST_TEST(result.status == 413);
    BOOST_TEST((result.connection == Connection::has_unread_input));
    std::string records = post_records(std::to_string(body_limit + 1), "");
    records.resize(records.size() - 8); // the end of the body never comes
    SocketPair other;
    send_all(other.ends[0], records);
    const Exchange declared = exchange(other.ends[1], buffers, 100, &directory);
    BOOST_TEST(declared.status == 413);
    BOOST_TEST((declared.connection == Connection::has_unread_input));
}

BOOST_AUTO_TEST_CASE(a_number_that_libfcgi_cannot_close_is_never_seen_by_it) {
    BOOST_REQUIRE(Connections::most() > 2000U);
    pair.ends[1] = renumbered(pair.ends[1], 2000);
    BOOST_TEST(!ask(get_records(target, true)).answered, "no number is reserved");
    buffers.low_descriptor.reserve(STDERR_FILENO);
    BOOST_TEST((exchange(pair.ends[1], buffers, 100, &directory).connection == Connection::kept));
    BOOST_TEST(answer().starts_with("Status: 200"));

    const std::string records = get_records(target);
    SocketPair other;
    other.ends[1] = renumbered(other.ends[1], 2000);
    send_all(other.ends[0], records.substr(0, records.size() / 2));
    shutdown(other.ends[0], SHUT_WR);
    BOOST_TEST((exchange(other.ends[1], buffers, 100, &directory).connection == Connection::to_close));
    BOOST_TEST((ask(get_records(target)).connection == Connection::to_close), "there is a number again");
    BOOST_TEST(answer().starts_with("Status: 200"));
}

BOOST_AUTO_TEST_CASE(without_a_configuration_every_request_gets_503) {
    const std::array<std::array<std::string_view, 3>, 5> asked = {
        {{"GET", target, "autoconfig"},
         {"HEAD", target, "autoconfig"},
         {"POST", "/AutoDiscover/autodiscover.xml", "outlook"},
         {"OPTIONS", "/", "page"},
         {"GET", "/status", "-"}}};
    for (const auto& [method, path, route] : asked) {
        send_all(pair.ends[0],
                 request_records({{"REQUEST_METHOD", method}, {"REQUEST_URI", path}}, "", true));
        const Exchange result = exchange(pair.ends[1], buffers, 100, nullptr);
        BOOST_TEST(result.status == 503);
        BOOST_TEST(result.route == route);
        BOOST_TEST(result.remark == "no configuration is in force");
        BOOST_TEST((result.connection == Connection::kept));
        BOOST_TEST((result.bytes == 0) == (method == "HEAD"));
        const std::string text = answer();
        BOOST_TEST(text.starts_with("Status: 503"), text);
        BOOST_TEST(text.find("\r\nRetry-After: 60\r\n") != std::string::npos, text);
    }
}

BOOST_AUTO_TEST_CASE(status_needs_the_switch_and_the_permission) {
    TemporaryFolder folder;
    Log log(-1, true);
    ConfigStore config(folder.file("config.yaml"), log);
    write_file(config.path(), config_text("example.com"));
    BOOST_REQUIRE(config.load());
    const Connections connections(-1, 10);
    const StatusPage page(config, connections);
    const auto ask_for = [&](std::string_view path, std::string_view permission, const StatusPage* status) {
        send_all(pair.ends[0], request_records({{"REQUEST_METHOD", "GET"},
                                                {"HTTP_AUTODISCOVER_STATUS", "on"},
                                                {"REQUEST_URI", path},
                                                {"AUTODISCOVER_STATUS", permission}}));
        const Exchange result = exchange(pair.ends[1], buffers, 100, &directory, status);
        const std::string text = answer();
        BOOST_TEST((text.find("# TYPE ") != std::string::npos) == (result.route == "status"));
        return result;
    };
    BOOST_TEST(ask_for("/status", "on", &page).route == "status");
    BOOST_TEST(ask_for("/st%61tus?x", "on", &page).status == 200);
    BOOST_TEST(ask_for("/status", "on", nullptr).status == 404);
    BOOST_TEST(ask_for("/status", "", &page).status == 404);
    BOOST_TEST(ask_for("/other", "on", &page).status == 404);
    BOOST_TEST(ask_for(target, "on", &page).route == "autoconfig");
}

BOOST_AUTO_TEST_CASE(a_peer_that_goes_in_the_middle) {
    std::string records = post_records("", "x");
    send_all(pair.ends[0], records.substr(0, records.size() - 8));
    pair.close_end(0);
    const Exchange in_body = exchange(pair.ends[1], buffers, 100, &directory);
    BOOST_TEST(!in_body.answered);
    BOOST_TEST((in_body.connection == Connection::to_close));

    SocketPair other;
    send_all(other.ends[0], records.substr(0, 30));
    other.close_end(0);
    const int ours = std::exchange(other.ends[1], -1);
    const Exchange in_params = exchange(ours, buffers, 100, &directory);
    BOOST_TEST(!in_params.answered);
    BOOST_TEST((in_params.connection == Connection::is_closed));
    BOOST_TEST(fcntl(ours, F_GETFD) == -1);
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_takes_is_no_crash) {
    send_all(pair.ends[0], get_records(target, true));
    pair.close_end(0);
    const Exchange result = exchange(pair.ends[1], buffers, 100, &directory);
    BOOST_TEST((result.connection == Connection::to_close));
}

BOOST_AUTO_TEST_SUITE_END()
