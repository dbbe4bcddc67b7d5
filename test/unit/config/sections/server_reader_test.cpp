// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/server_reader.hpp"

#include "unit/config/folder.hpp"

#include <grp.h>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(server_reader)

BOOST_AUTO_TEST_CASE(server_and_log) {
    BOOST_TEST(
        findings_after("server:\n"
                       "  listen: 0.0.0.0:9000\n"
                       "  socket_mode: '0668'\n"
                       "  threads: 257\n"
                       "  max_body: 1023\n"
                       "  idle_timeout: 0\n"
                       "  stall_timeout: 301\n") ==
        "c:7:11: `listen`: `0.0.0.0:9000` is not a loopback address; use 127.0.0.1 or [::1], whoever can "
        "connect can stop the responder\n"
        "c:8:16: `socket_mode`: must be an octal number such as \"0660\", not `0668`\n"
        "c:9:12: `threads` must be a number from 1 to 256, not `257`\n"
        "c:10:13: `max_body` must be a number of bytes from 1024 to 32768, not `1023`\n"
        "c:11:17: `idle_timeout` must be a number of seconds from 1 to 3600, not `0`\n"
        "c:12:18: `stall_timeout` must be a number of seconds from 1 to 300, not `301`\n");
    BOOST_TEST(
        findings_after("server: { socket_mode: \"0666\" }\n") ==
        "c:6:24: warning: every local user may connect to the socket; \"0660\" with `socket_group` lets "
        "only the web server\n");
    BOOST_TEST(findings_after("server: { status: on, }\nlog: { format: xml }\n") ==
               "c:6:19: `status` must be true or false, not `on`; write `status: true`\n"
               "c:7:16: `format` must be one of text, json, not `xml`\n");
    BOOST_TEST(!load_after("").server.status);
    BOOST_CHECK(load_after("").log.format == LogFormat::text);
    const Config config =
        load_after("server: { listen: '127.0.0.2:9000', socket_mode: \"0600\", socket_group: daemon,\n"
                   "  threads: 256, max_body: 32768, idle_timeout: 3600, stall_timeout: 300, status: true }\n"
                   "log: { level: Warning, requests: false, format: json }\n");
    BOOST_TEST(config.server.listen.name == "127.0.0.2:9000");
    BOOST_TEST(config.server.socket_mode == 0600U);
    BOOST_TEST(config.server.socket_group.value() == ::getgrnam("daemon")->gr_gid);
    BOOST_TEST(config.server.threads == 256U);
    BOOST_TEST(config.server.max_body == 32768U);
    BOOST_TEST(config.server.idle_timeout.count() == 3600);
    BOOST_TEST(config.server.stall_timeout.count() == 300);
    BOOST_CHECK(config.log.level == Severity::warning);
    BOOST_TEST(!config.log.requests);
    BOOST_TEST(config.server.status);
    BOOST_CHECK(config.log.format == LogFormat::json);
}

BOOST_AUTO_TEST_CASE(groups_by_name_and_number) {
    const auto found = [](std::string_view group) {
        return findings_after("server: { socket_group: " + std::string(group) + " }\n");
    };
    for (const std::string_view number : {"0", "33", "4294967294"}) { // none of which need have a name
        BOOST_TEST(found(number) == "");
    }
    BOOST_TEST(load_after("server: { socket_group: 4294967294 }\n").server.socket_group.value() ==
               4294967294U);
    BOOST_TEST(load_after("server: { socket_group: 0 }\n").server.socket_group.has_value());
    BOOST_TEST(!load_after("").server.socket_group.has_value());
    for (const std::string_view name : {"no-such-group", "4294967295", "4294967296", "-1", "33x", "+33"}) {
        BOOST_TEST(found(name) == "c:6:25: `socket_group`: there is no group `" + std::string(name) +
                                      "`; it must be that of the web server, by its name or number\n");
    }
}

BOOST_AUTO_TEST_CASE(a_port_is_open_to_all_local_users) {
    const std::string_view warning =
        "warning: every local user may connect to a TCP port, past the web server and its "
        "limits, and read /status; a path with `socket_group` lets only the web server\n";
    BOOST_TEST(findings_after("server: { listen: '127.0.0.1:9000' }\n") == "c:6:19: " + std::string(warning));
    BOOST_TEST(findings_after("server: { listen: '[::1]:9000' }\n") == "c:6:19: " + std::string(warning));
    BOOST_TEST(findings_after("server: { listen: /run/a.sock }\n") == "");
}

BOOST_AUTO_TEST_SUITE_END()
