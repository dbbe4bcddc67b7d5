// SPDX-License-Identifier: MIT
#include "autodiscover/config/server_reader.hpp"

#include "autodiscover/config/values.hpp"

#include <array>
#include <utility>

namespace autodiscover {

namespace {

constexpr auto levels = std::to_array<std::pair<std::string_view, Severity>>({
    {"debug", Severity::debug},
    {"info", Severity::info},
    {"notice", Severity::notice},
    {"warning", Severity::warning},
    {"error", Severity::error},
});

constexpr auto formats = std::to_array<std::pair<std::string_view, LogFormat>>({
    {"text", LogFormat::text},
    {"json", LogFormat::json},
});

template <typename T, typename To>
void assign(To& to, const std::optional<Written<T>>& from) {
    if (from) {
        to = static_cast<To>(from->value);
    }
}

} // namespace

ServerSettings read_server(const Section& section) {
    ServerSettings server;
    assign(server.listen, section.parsed("listen", parse_listen));
    const auto mode = section.parsed("socket_mode", parse_socket_mode);
    assign(server.socket_mode, mode);
    if (mode && (mode->value & 02U) != 0) {
        section.source().warning(mode->place, "every local user may connect to the socket; \"0660\" with "
                                              "`socket_group` lets only the web server");
    }
    assign(server.socket_group, section.text("socket_group"));
    assign(server.threads, section.integer("threads"));
    assign(server.max_body, section.integer("max_body"));
    assign(server.idle_timeout, section.integer("idle_timeout"));
    assign(server.stall_timeout, section.integer("stall_timeout"));
    assign(server.status, section.boolean("status"));
    return server;
}

LogSettings read_log(const Section& section) {
    LogSettings log;
    assign(log.level, section.word("level", levels));
    assign(log.requests, section.boolean("requests"));
    assign(log.format, section.word("format", formats));
    return log;
}

} // namespace autodiscover
