// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/server_reader.hpp"

#include "autodiscover/config/keys/values.hpp"

#include <cerrno>
#include <charconv>
#include <grp.h>
#include <system_error>
#include <utility>

namespace autodiscover {

namespace {

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
    section.read("listen", server.listen, parse_listen);
    if (section.has("listen") && !server.listen.is_unix()) {
        section.source().warning(section.find("listen")->value.location,
                                 "every local user may connect to a TCP port, past the web "
                                 "server and its limits, and read /status; a path with "
                                 "`socket_group` lets only the web server");
    }
}

void lay_over(const Section& section, ServerSettings& server) {
    read_listen(section, server);
    if (section.read("socket_mode", server.socket_mode, parse_socket_mode) && section.has("socket_mode") &&
        (server.socket_mode & 02U) != 0) {
        section.source().warning(section.find("socket_mode")->value.location,
                                 "every local user may connect to the socket; \"0660\" with "
                                 "`socket_group` lets only the web server");
    }
    section.read("socket_group", server.socket_group, find_group);
    section.read("threads", server.threads);
    section.read("max_body", server.max_body);
    section.read("idle_timeout", server.idle_timeout);
    section.read("stall_timeout", server.stall_timeout);
    section.read("status", server.status);
}

void lay_over(const Section& section, LogSettings& log) {
    section.read("level", log.level);
    section.read("requests", log.requests);
    section.read("format", log.format);
}

template <typename Settings>
Settings read_over_defaults(const Section& section, std::string_view name) {
    Settings settings;
    lay_over(Section::of_defaults(section.source(), name), settings);
    lay_over(section, settings);
    return settings;
}

} // namespace

ServerSettings read_server(const Section& section) {
    return read_over_defaults<ServerSettings>(section, "server");
}

LogSettings read_log(const Section& section) {
    return read_over_defaults<LogSettings>(section, "log");
}

ServerSettings default_server() {
    Report report;
    const Source source(report, "none");
    return read_server(Section(source, nullptr, "server"));
}

LogSettings default_log() {
    Report report;
    const Source source(report, "none");
    return read_log(Section(source, nullptr, "log"));
}

} // namespace autodiscover
