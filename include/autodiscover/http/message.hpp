// SPDX-License-Identifier: MIT
#pragma once
/// A request as a web server hands it over, and the answer. Thread safety: values. A Request is a set of
/// views that live as long as the buffers of the connection behind them; a handler keeps none of them.

#include "autodiscover/base/output.hpp"
#include "autodiscover/http/headers.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace autodiscover {

/// Bits, so that a route can name a set of them.
enum class Method : std::uint8_t { get = 1, head = 2, post = 4, options = 8, other = 16 };
constexpr std::uint8_t any_method = 31; // WebDAV's too
constexpr std::uint8_t bit(Method method) noexcept {
    return static_cast<std::uint8_t>(method);
}
/// Methods are case-sensitive (RFC 9110 section 9.1).
Method parse_method(std::string_view text) noexcept;

struct Request {
    Method method = Method::get;
    std::string_view target; // the request target as sent; empty where the web server does not pass it
    std::string_view path;   // percent-decoded, "/" first
    std::string_view query;  // raw, without "?"
    std::string_view host;   // the Host header as sent, port and all
    std::string_view body;   // at most the configured cap
    std::string_view accept_language;
    std::string_view if_none_match;
    std::chrono::sys_time<std::chrono::microseconds> time{}; // when the request arrived
};

struct Response {
    int status = 200;
    std::string_view content_type; // a constant; empty: no body
    Headers headers{};
    std::string body{};
    bool omit_body = false;    // HEAD: headers as for GET, no body
    bool has_length = true;    // false: a HEAD that does not know the length of the answer to GET
    std::string_view remark{}; // a constant for the log: what an administrator should look into

    /// A short plain-text answer, all that a stranger gets.
    static Response text(int status, std::string_view line);
    /// "Not now": 503 with Retry-After, where it could not be found out what to answer. A protocol with an
    /// error of its own for that gives it as `response`.
    static Response unavailable(Response response);
    static Response unavailable();
    /// What people read then.
    static constexpr std::string_view unavailable_text = "Out of service for the moment; try again later.";
    /// An answer without a body.
    static Response empty(int status);
};

/// The reason phrase of a status that we send (RFC 9110 section 15).
std::string_view reason_phrase(int status) noexcept;

/// Appends the answer as CGI writes it (RFC 3875 section 6): "Status:", headers, an empty line, the body.
/// Content-Length is there unless the answer says otherwise, so that HEAD and GET agree.
void serialize(const Response& response, Output& out);

} // namespace autodiscover
