// SPDX-License-Identifier: MIT
#include "autodiscover/server/peer_socket.hpp"

#include "autodiscover/server/record_scan.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace autodiscover {

namespace {

/// Whether the peer will send no more; recv() would say so only after all that lies there was taken.
bool has_hung_up(int fd) noexcept {
    pollfd peer{fd, POLLRDHUP, 0};
    return poll(&peer, 1, 0) == 1;
}

Arrived peek(int fd, std::vector<char>& buffer) {
    constexpr std::size_t framing = 4096; // headers and padding of some hundred records
    buffer.resize(params_limit + body_limit + framing);
    const ssize_t size = recv(fd, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
    if (size <= 0) {
        return size < 0 && (errno == EAGAIN || errno == EINTR) ? Arrived::nothing : Arrived::end;
    }
    const auto received = static_cast<std::size_t>(size);
    switch (scan_request({buffer.data(), received})) {
    case Scan::ready:
        return Arrived::request;
    case Scan::refused:
        return Arrived::end;
    case Scan::incomplete:
        break;
    }
    return received == buffer.size() ? Arrived::end : Arrived::part; // more framing than content
}

} // namespace

Arrived look_at(int fd, std::vector<char>& buffer) {
    const Arrived arrived = peek(fd, buffer);
    if (arrived != Arrived::part || !has_hung_up(fd)) {
        return arrived;
    }
    const Arrived all = peek(fd, buffer); // the rest may have come before the end
    return all == Arrived::part ? Arrived::end : all;
}

void send_no_more(int fd) noexcept {
    shutdown(fd, SHUT_WR);
}

bool discard_input(int fd, std::vector<char>& buffer) noexcept {
    constexpr int most_reads = 16; // a peer that never ends must not hold a worker
    ssize_t size = 1;
    for (int reads = 0; size > 0 && reads < most_reads; ++reads) {
        size = recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    }
    return size < 0 && (errno == EAGAIN || errno == EINTR);
}

void limit_waits(int fd, std::chrono::milliseconds limit) noexcept {
    timeval value{};
    value.tv_sec = limit.count() / 1000;
    value.tv_usec = limit.count() % 1000 * 1000;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
}

} // namespace autodiscover
