// SPDX-License-Identifier: MIT
#pragma once
/// Looks at received octets before libfcgi does: is a whole request there, and is it one that libfcgi can be
/// trusted with? A worker is thus never held by a peer that sends slowly, and the streams that make libfcgi
/// 2.4.2 overflow (GET_VALUES), abort (lengths of 2 GiB) or leak (unknown types) never reach it.
/// Thread safety: a pure function.

#include <cstddef>
#include <string_view>

namespace autodiscover {

enum class Scan {
    incomplete, // good so far; more must come
    ready,      // a whole request, or enough of one to see that its body is beyond body_limit
    refused,    // no FastCGI responder's request; close the connection
};

/// All names and values of one request together.
constexpr std::size_t params_limit = 65536;
/// Octets of a body that are waited for, even where `max_body` refuses them: only after a whole request can
/// the connection be kept, and a web server that loses one may answer its next request with an error of its
/// own. The shipped configurations hand on no more than this.
constexpr std::size_t body_limit = 65536;

/// `received` begins where a request begins. FastCGI specification, sections 3.3, 3.4, 5.1-5.3.
Scan scan_request(std::string_view received) noexcept;

} // namespace autodiscover
