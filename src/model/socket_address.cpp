// SPDX-License-Identifier: MIT
#include "autodiscover/model/socket_address.hpp"

#include "autodiscover/base/text.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <sys/un.h>

namespace autodiscover {

namespace {

template <typename Address>
SocketAddress made_of(std::string_view text, const Address& address) {
    SocketAddress result;
    result.name = text;
    std::memcpy(&result.storage, &address, sizeof address);
    result.size = sizeof address;
    return result;
}

Result<SocketAddress> parse_path(std::string_view text) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (text.size() >= sizeof address.sun_path) { // unix(7)
        return Error{"is longer than the 107 bytes that the path of a socket can have"};
    }
    if (text.ends_with('/')) {
        return Error{"is a folder; add the name of the socket"};
    }
    std::memcpy(address.sun_path, text.data(), text.size());
    return made_of(text, address);
}

} // namespace

const sockaddr* SocketAddress::get() const noexcept {
    return reinterpret_cast<const sockaddr*>(&storage);
}

Result<SocketAddress> SocketAddress::parse(std::string_view text) {
    if (text.find('/') != std::string_view::npos) {
        return parse_path(text);
    }
    const std::size_t colon = text.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : parse_port(text.substr(colon + 1));
    if (!port) {
        return Error{"must be a path such as `/run/autodiscover/autodiscover.sock` or a loopback address and "
                     "port such as `127.0.0.1:9000`"};
    }
    std::string host(text.substr(0, colon));
    sockaddr_in four{};
    if (inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1 && ntohl(four.sin_addr.s_addr) >> 24U == 127U) {
        four.sin_family = AF_INET;
        four.sin_port = htons(*port);
        return made_of(text, four);
    }
    sockaddr_in6 six{};
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1 && IN6_IS_ADDR_LOOPBACK(&six.sin6_addr)) {
            six.sin6_family = AF_INET6;
            six.sin6_port = htons(*port);
            return made_of(text, six);
        }
    }
    return Error{"is not a loopback address; use 127.0.0.1 or [::1], whoever can connect can stop the "
                 "responder"};
}

} // namespace autodiscover
