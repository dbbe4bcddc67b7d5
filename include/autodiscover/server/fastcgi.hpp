// SPDX-License-Identifier: MIT
#pragma once
/// One request over one connection, spoken by libfcgi; the only file that knows it.
/// Thread safety: any number of threads, each with its own connection and buffers.

#include "autodiscover/responder/responder.hpp"
#include "autodiscover/server/low_descriptor.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

class StatusPage;

/// Must be called once, before any thread and after our own signal handlers: libfcgi installs its own for
/// SIGPIPE, SIGTERM and SIGUSR1 wherever it finds the default. False when it fails.
bool initialize_fastcgi();

/// Memory that a worker uses again for every request.
struct ExchangeBuffers {
    std::string path;
    std::vector<char> body;
    std::string answer;
    Answer last{}; // what the remark of an Exchange refers to
    LowDescriptor low_descriptor{};
};

/// What has become of the connection.
enum class Connection {
    kept,             // the web server asked for it: another request may follow
    to_close,         // ours to close
    has_unread_input, // ours to close, but the request was not read to its end
    is_closed,        // libfcgi closed it
};

struct Exchange {
    Connection connection = Connection::to_close;
    bool answered = false; // the rest is for the log, and only set when this is
    std::string_view route = "-";
    int status = 0;
    std::size_t bytes = 0;     // of the body that was sent
    std::string_view remark{}; // valid until the buffers are used again
};

/// Reads a request from a connected descriptor and answers it; a body over `max_body` is answered with 413.
/// `directory`: null while no configuration is in force, every answer is then 503. `status`: null where there
/// is no such page.
/// Blocks as long as the descriptor's own time-outs allow. Throws only bad_alloc; the connection is then to
/// close.
Exchange exchange(int fd, ExchangeBuffers& buffers, std::size_t max_body, const Directory* directory,
                  const StatusPage* status = nullptr);

} // namespace autodiscover
