// SPDX-License-Identifier: MIT
#pragma once
/// The seam: tests, fuzzers, the command line and the server all ask here.
/// Thread safety: pure; any number of threads may ask one Directory.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <string_view>

namespace autodiscover {

/// The answer, and what the log says of it.
struct Answer {
    Response response;
    std::string_view route;    // its name; "-": none
    InlineString<120> cause{}; // of a 500: what the exception says, which no client sees

    /// What an administrator should look into; empty: nothing.
    [[nodiscard]] std::string_view remark() const noexcept {
        return cause.empty() ? response.remark : cause.view();
    }
};

/// Answers a request: route by table, 404, 405 with Allow, HEAD, OPTIONS, 304. A request that two programs
/// could read in two ways is 400. A surprise (an exception) becomes 500, and 503 when memory ran out.
Answer respond(const Request& request, const Directory& directory) noexcept;

} // namespace autodiscover
