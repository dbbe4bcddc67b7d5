// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "unit/config/keys/key_checks.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(server_keys_of_the_table)

BOOST_AUTO_TEST_CASE(bounds) {
    const Bounds rows[] = {
        {"server",
         "socket_group",
         0,
         32,
         {"server: { socket_group: ", " }"},
         "0000000000000000000000000000000"},
        {"server", "threads", 1, 256, {"server: { threads: ", " }"}},
        {"server", "max_body", 1024, 32768, {"server: { max_body: ", " }"}},
        {"server", "idle_timeout", 1, 3600, {"server: { idle_timeout: ", " }"}},
        {"server", "stall_timeout", 1, 300, {"server: { stall_timeout: ", " }"}},
    };
    check_bounds(server_keys(), rows);
}

BOOST_AUTO_TEST_CASE(defaults) {
    const Around server{"server: { ", " }"};
    const Around log{"log: { ", " }"};
    const Default rows[] = {
        {"server", "listen", "/run/autodiscover/autodiscover.sock", "/run/other.sock", server},
        {"server", "socket_mode", "0660", "'0600'", server},
        {"server", "threads", "4", "5", server},
        {"server", "max_body", "4096", "4097", server},
        {"server", "idle_timeout", "60", "61", server},
        {"server", "stall_timeout", "5", "6", server},
        {"server", "status", "false", "true", server},
        {"log", "level", "info", "notice", log},
        {"log", "requests", "true", "false", log},
        {"log", "format", "text", "json", log},
    };
    check_defaults(server_keys(), rows,
                   [](const Config& a, const Config& b) { return a.server == b.server && a.log == b.log; });
}

BOOST_AUTO_TEST_SUITE_END()
