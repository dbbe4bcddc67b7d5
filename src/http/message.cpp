// SPDX-License-Identifier: MIT
#include "autodiscover/http/message.hpp"

#include "autodiscover/base/text.hpp"

#include <stdexcept>

namespace autodiscover {

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
    out.reserve(out.size() + 128 + response.headers.size() + response.body.size());
    out.append("Status: ");
    append_decimal(out, response.status);
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    if (!response.content_type.empty()) {
        out.append("Content-Type: ").append(response.content_type).append("\r\n");
    }
    if (response.status != 204 && response.status != 304) { // RFC 9110 section 8.6
        out.append("Content-Length: ");
        append_decimal(out, response.body.size());
        out.append("\r\n");
    }
    out.append(response.headers).append("\r\n");
    if (!response.omit_body) {
        out.append(response.body);
    }
}

} // namespace autodiscover
