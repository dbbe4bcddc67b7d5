// SPDX-License-Identifier: MIT
#include "autodiscover/config/config.hpp"
#include "autodiscover/config/keys/key_rows.hpp"

namespace autodiscover {

namespace {

using enum Key::Kind;

constexpr Word levels[] = {
    {"debug", Severity::debug},     {"info", Severity::info},   {"notice", Severity::notice},
    {"warning", Severity::warning}, {"error", Severity::error},
};
constexpr Word formats[] = {{"text", LogFormat::text}, {"json", LogFormat::json}};

// clang-format off
constexpr Key server[] = {
    {.name = "listen", .type = "a path or loopback address:port",
     .value = "/run/autodiscover/autodiscover.sock",
     .help = "Where the web server connects; ignored when a listening socket is handed over."},
    {.name = "socket_mode", .type = "an octal number in quotes", .value = "0660",
     .help = "Permissions of the socket."},
    {.name = "socket_group", .type = "the name or number of a group", .max = 32, .otherwise = "none",
     .help = "Group of the socket; none: the group of the process."},
    {.name = "threads", .kind = integer, .type = "a number", .min = 1, .max = 256, .value = "4",
     .help = "Requests that are worked on at once."},
    {.name = "max_body", .kind = integer, .type = "a number of bytes", .min = 1024, .max = 32768,
     .value = "4096",
     .help = "Longest request body; a longer one is answered 413. Real ones have less than 1024."},
    {.name = "idle_timeout", .kind = integer, .type = "a number of seconds", .min = 1, .max = 3600,
     .value = "60",
     .help = "How long a kept connection may be idle between two requests."},
    {.name = "stall_timeout", .kind = integer, .type = "a number of seconds", .min = 1, .max = 300,
     .value = "5",
     .help = "How long the web server may be silent in the middle of a request."},
    {.name = "status", .kind = boolean, .value = "false",
     .help = "Answer /status with numbers for Prometheus, where the web server passes "
             "AUTODISCOVER_STATUS=on."},
};

constexpr Key log[] = {
    {.name = "level", .kind = word, .words = levels, .value = "info",
     .help = "The least severe messages that are written."},
    {.name = "requests", .kind = boolean, .value = "true",
     .help = "Write a line for every request."},
    {.name = "format", .kind = word, .words = formats, .value = "text",
     .help = "Lines for people, or a JSON object a line."},
};
// clang-format on

constexpr KeySection server_table[] = {
    {"server", server},
    {"log", log},
};

} // namespace

std::span<const KeySection> server_keys() noexcept {
    return server_table;
}

} // namespace autodiscover
