// SPDX-License-Identifier: MIT
#include "autodiscover/http/message.hpp"

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

Response Response::text(int status, std::string_view line) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body.append(line).append("\n");
    response.headers.add(HeaderName::cache_control, "no-store")
        .add(HeaderName::x_content_type_options, "nosniff");
    return response;
}

Response Response::unavailable(Response response) {
    response.status = 503;
    response.headers.add(HeaderName::retry_after, "60"); // seconds
    return response;
}

Response Response::unavailable() {
    return unavailable(text(503, unavailable_text));
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

void serialize(const Response& response, Output& out) {
    out.put("Status: ").number(response.status).put(" ").put(reason_phrase(response.status)).put("\r\n");
    if (!response.content_type.empty()) {
        out.put("Content-Type: ").put(response.content_type).put("\r\n");
    }
    if (response.has_length && response.status != 204 && response.status != 304) { // RFC 9110 section 8.6
        out.put("Content-Length: ").number(response.body.size()).put("\r\n");
    }
    out.put(response.headers.lines()).put("\r\n");
    if (!response.omit_body) {
        out.put(response.body);
    }
}

} // namespace autodiscover
