// SPDX-License-Identifier: MIT
#pragma once
/// The seam: tests, fuzzers, the command line and the server all ask here.
/// Thread safety: pure; any number of threads may ask one Directory.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <string_view>

namespace autodiscover {

/// The answer, and the name of the route for the log ("-": none).
struct Answer {
    Response response;
    std::string_view route;
};

/// Answers a request: route by table, 404, 405 with Allow, HEAD, OPTIONS, 304. A surprise (an exception)
/// becomes 500.
Answer respond(const Request& request, const Directory& directory) noexcept;

} // namespace autodiscover
