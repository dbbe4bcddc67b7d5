// SPDX-License-Identifier: MIT
#pragma once
/// Where to listen, as `server.listen` says it. Thread safety: a value.

#include "autodiscover/base/result.hpp"

#include <string>
#include <sys/socket.h>

namespace autodiscover {

struct SocketAddress {
    /// A path with at least one slash, or a loopback address with its port: "127.0.0.1:9000", "[::1]:9000".
    /// Nothing else: who can connect is trusted with our life (libfcgi), so it is never a network.
    static Result<SocketAddress> parse(const std::string& text);

    [[nodiscard]] int family() const noexcept { return storage.ss_family; }
    [[nodiscard]] bool is_unix() const noexcept { return family() == AF_UNIX; }
    [[nodiscard]] const sockaddr* get() const noexcept;

    std::string name; // as it was written
    sockaddr_storage storage{};
    socklen_t size = 0;
};

} // namespace autodiscover
