// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/server_reader.hpp"

#include "autodiscover/config/keys/values.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <grp.h>
#include <system_error>
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

Result<SocketAddress> parse_listen(std::string_view text) {
    Result<SocketAddress> address = SocketAddress::parse(text);
    return address ? std::move(address) : Error{quote(text) + " " + address.error().message};
}

/// A number is a group id, as containers know no names; a name must be known here.
Result<gid_t> find_group(std::string_view text) {
    gid_t id = 0;
    const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (stop == text.data() + text.size() && status == std::errc() && id != static_cast<gid_t>(-1)) {
        return id;
    }
    errno = 0;
    const group* const found = ::getgrnam(std::string(text).c_str()); // one thread loads at a time
    const int cause = errno;
    if (found != nullptr) {
        return found->gr_gid;
    }
    if (cause == 0 || cause == ENOENT || cause == ESRCH) { // getgrnam(3) lists what "not found" may be
        return Error{"there is no group " + quote(text) +
                     "; it must be that of the web server, by its name or "
                     "number"};
    }
    return Error{"cannot look up the group " + quote(text) + ": " + std::generic_category().message(cause)};
}

void read_listen(const Section& section, ServerSettings& server) {
    const auto listen = section.parsed("listen", parse_listen);
    assign(server.listen, listen);
    if (listen && !listen->value.is_unix()) {
        section.source().warning(listen->place, "every local user may connect to a TCP port, past the web "
                                                "server and its limits, and read /status; a path with "
                                                "`socket_group` lets only the web server");
    }
}

} // namespace

ServerSettings read_server(const Section& section) {
    ServerSettings server;
    read_listen(section, server);
    const auto mode = section.parsed("socket_mode", parse_socket_mode);
    assign(server.socket_mode, mode);
    if (mode && (mode->value & 02U) != 0) {
        section.source().warning(mode->place, "every local user may connect to the socket; \"0660\" with "
                                              "`socket_group` lets only the web server");
    }
    assign(server.socket_group, section.parsed("socket_group", find_group));
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
