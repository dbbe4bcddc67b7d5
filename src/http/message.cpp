// SPDX-License-Identifier: MIT
#include "autodiscover/http/message.hpp"

#include "autodiscover/base/text.hpp"

#include <charconv>
#include <concepts>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace autodiscover {

namespace {

/// What serialize() writes before the headers, but for the content type: 47 octets, the reason phrase, two
/// numbers.
constexpr std::size_t longest_frame = 128;

/// With a constant `text` this is a few moves.
char* put(char* to, std::string_view text) noexcept {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

template <std::integral T>
char* put_decimal(char* to, T number) noexcept {
    return std::to_chars(to, to + std::numeric_limits<T>::digits10 + 2, number).ptr;
}

} // namespace

Method parse_method(std::string_view text) noexcept {
    if (text == "GET") {
        return Method::get;
    }
    if (text == "POST") {
        return Method::post;
    }
    if (text == "HEAD") {
        return Method::head;
    }
    return text == "OPTIONS" ? Method::options : Method::other;
}

Response& Response::header(std::string_view name, std::string_view value) {
    for (const char c : value) {
        if (c == '\r' || c == '\n' || c == '\0') {
            throw std::invalid_argument("a header value holds a line break");
        }
    }
    headers.append(name).append(": ").append(value).append("\r\n");
    return *this;
}

std::string_view Response::header(std::string_view name) const noexcept {
    for (std::string_view rest = headers; !rest.empty();) {
        const std::size_t end = rest.find("\r\n");
        const std::string_view line = rest.substr(0, end);
        if (starts_with_ignoring_case(line, name) && line.substr(name.size()).starts_with(": ")) {
            return line.substr(name.size() + 2);
        }
        rest.remove_prefix(end + 2);
    }
    return {};
}

Response Response::text(int status, std::string_view line) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body.append(line).append("\n");
    response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    return response;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 413:
        return "Content Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Unknown";
    }
}

void serialize(const Response& response, std::string& out) {
    const std::size_t before = out.size();
    const std::size_t head_size = longest_frame + response.content_type.size();
    out.reserve(before + head_size + response.headers.size() + response.body.size());
    out.resize(before + head_size); // written in place: an append() a piece would cost more than its copy
    char* to = put_decimal(put(out.data() + before, "Status: "), response.status);
    to = put(put(put(to, " "), reason_phrase(response.status)), "\r\n");
    if (!response.content_type.empty()) {
        to = put(put(put(to, "Content-Type: "), response.content_type), "\r\n");
    }
    if (response.has_length && response.status != 204 && response.status != 304) { // RFC 9110 section 8.6
        to = put(put_decimal(put(to, "Content-Length: "), response.body.size()), "\r\n");
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    out.append(response.headers).append("\r\n");
    if (!response.omit_body) {
        out.append(response.body);
    }
}

} // namespace autodiscover
