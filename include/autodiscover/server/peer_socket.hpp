// SPDX-License-Identifier: MIT
#pragma once
/// What is done with the socket of one web server besides FastCGI. Thread safety: one thread at a time for
/// one descriptor.

#include <chrono>
#include <cstddef>
#include <vector>

namespace autodiscover {

enum class Arrived {
    nothing,
    part,    // of a request; the rest must come
    request, // a whole one, or one whose body is beyond body_limit
    end,     // the peer has closed before a request was whole, or sent what is none
};

/// What lies at a descriptor, without taking it and without waiting. `buffer` is only for use again.
/// The kernel keeps what is not taken, and on a Unix socket some 270 writes of any size
/// (net.core.wmem_default, 768 octets each at least): a peer that cuts its request finer than that stalls,
/// and is closed as one.
Arrived look_at(int fd, std::vector<char>& buffer);

/// Tells the peer that our answer is complete; it may still send.
void send_no_more(int fd) noexcept;

/// Takes what has come and throws it away, without waiting. False: the peer has closed. Closing over unread
/// octets would turn an answer into a reset.
bool discard_input(int fd, std::vector<char>& buffer) noexcept;

/// No read or write shall wait longer. A second line of defence: libfcgi is called only when a whole request
/// is there, but it writes.
void limit_waits(int fd, std::chrono::milliseconds limit) noexcept;

} // namespace autodiscover
