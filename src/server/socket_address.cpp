// SPDX-License-Identifier: MIT
#include "autodiscover/server/socket_address.hpp"

#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <string_view>
#include <sys/un.h>

namespace autodiscover {

namespace {

template <typename Address>
SocketAddress made_of(const std::string& text, const Address& address) {
    SocketAddress result;
    result.name = text;
    std::memcpy(&result.storage, &address, sizeof address);
    result.size = sizeof address;
    return result;
}

Result<SocketAddress> parse_path(const std::string& text) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (text.size() >= sizeof address.sun_path) { // unix(7)
        return Error{"the path " + text + " is too long for a socket: at most " +
                     std::to_string(sizeof address.sun_path - 1) + " octets"};
    }
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    return made_of(text, address);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return port;
}

} // namespace

const sockaddr* SocketAddress::get() const noexcept {
    return reinterpret_cast<const sockaddr*>(&storage);
}

Result<SocketAddress> SocketAddress::parse(const std::string& text) {
    if (text.find('/') != std::string::npos) {
        return parse_path(text);
    }
    const std::size_t colon = text.rfind(':');
    const std::string_view host = std::string_view(text).substr(0, colon);
    const auto port =
        colon == std::string::npos ? std::nullopt : parse_port(std::string_view(text).substr(colon + 1));
    if (port && host == "127.0.0.1") {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(*port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return made_of(text, address);
    }
    if (port && host == "[::1]") {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(*port);
        address.sin6_addr = in6addr_loopback;
        return made_of(text, address);
    }
    return Error{"cannot listen on \"" + text +
                 "\": it must be a path such as /run/autodiscover/autodiscover.sock, or 127.0.0.1:PORT, or "
                 "[::1]:PORT"};
}

} // namespace autodiscover
