// SPDX-License-Identifier: MIT
#pragma once
/// Where the responder listens.

#include "autodiscover/base/result.hpp"

#include <string>
#include <string_view>
#include <sys/socket.h>

namespace autodiscover {

struct SocketAddress {
    /// The path of a Unix socket, known by its slash, or a loopback address with its port: "127.0.0.1:9000",
    /// any of 127.0.0.0/8, "[::1]:9000". Nothing else: whoever can connect is trusted with our life
    /// (libfcgi), so it is never a network; and port 0 is one that the web server cannot know. The error
    /// continues a sentence that begins with `text`.
    static Result<SocketAddress> parse(std::string_view text);

    [[nodiscard]] int family() const noexcept { return storage.ss_family; }
    [[nodiscard]] bool is_unix() const noexcept { return family() == AF_UNIX; }
    [[nodiscard]] const sockaddr* get() const noexcept;
    friend bool operator==(const SocketAddress& a, const SocketAddress& b) { return a.name == b.name; }

    std::string name; // as it was written
    sockaddr_storage storage{};
    socklen_t size = 0;
};

} // namespace autodiscover
