// SPDX-License-Identifier: MIT
#include "autodiscover/responder/responder.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/responder/router.hpp"

#include <algorithm>
#include <exception>
#include <new>

namespace autodiscover {

namespace {

Response method_not_allowed(const Route& route) {
    Response response = Response::text(405, "Method not allowed.");
    response.headers.add(HeaderName::allow, {allow_header(route)});
    return response;
}

/// A CORS preflight (Fetch standard, section 3.2) or a plain question; the data are public.
Response options(const Route& route) {
    Response response = Response::empty(204);
    response.headers.add(HeaderName::allow, {allow_header(route)})
        .add(HeaderName::access_control_allow_origin, "*")
        .add(HeaderName::access_control_allow_methods, {allow_header(route)});
    return response;
}

/// The client has this very answer already (RFC 9110 section 13.1.2).
bool is_known(const Request& request, const Response& response) {
    if (request.if_none_match.empty() || response.status != 200) {
        return false;
    }
    const std::string_view etag = response.headers.find(HeaderName::etag);
    return !etag.empty() && request.if_none_match.find(etag) != std::string_view::npos;
}

/// RFC 3986 section 3.3: "." and "..". A web server resolves them before it chooses a location; no client
/// sends them.
bool has_dot_segment(std::string_view path) noexcept {
    for (std::size_t i = path.find("/."); i != std::string_view::npos; i = path.find("/.", i + 1)) {
        std::string_view segment = path.substr(i + 1);
        segment = segment.substr(0, segment.find('/'));
        if (segment == "." || segment == "..") {
            return true;
        }
    }
    return false;
}

/// Letters, digits, dots and hyphens; a port; an IPv6 address in brackets (RFC 9110 section 7.2).
bool is_host(std::string_view host) noexcept {
    return std::all_of(host.begin(), host.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
}

/// Where a web server and this program could see two different paths, a location that must not give settings
/// (port 80) would hand out others'. A "#" is never part of a request (RFC 9112 section 3.2).
/// The path that is chosen may be SCRIPT_NAME, which the web server has resolved: the target counts as well.
bool is_ambiguous(const Request& request) {
    const std::string_view sent = request.target.substr(0, request.target.find('?'));
    return request.target.find('#') != std::string_view::npos || has_dot_segment(request.path) ||
           has_dot_segment(sent) ||
           (sent.find('%') != std::string_view::npos && has_dot_segment(percent_decode(sent))) ||
           !is_host(request.host);
}

/// `name` is that of the protocol as soon as it is known, also when an exception follows.
Answer answer(const Request& request, const Directory& directory, std::string_view& name) {
    if (is_ambiguous(request)) {
        return {Response::text(400, "Bad request."), name};
    }
    const auto [protocol, route] = find_route(request.path);
    if (route == nullptr) {
        return {Response::text(404, "Not found."), name};
    }
    name = protocol->name;
    if (!allows(*route, request.method)) {
        return {method_not_allowed(*route), name};
    }
    if (request.method == Method::options && (route->methods & bit(Method::options)) == 0) {
        return {options(*route), name};
    }
    Response response = route->handler(request, directory);
    if (is_known(request, response)) {
        response.status = 304;
        response.content_type = {};
        response.omit_body = true;
    }
    return {std::move(response), name};
}

/// Without a body or a header: there may be no memory for one.
Answer failure(int status, std::string_view route, std::string_view cause) noexcept {
    Answer result;
    result.response.status = status;
    result.route = route;
    result.cause.append(cause.substr(0, result.cause.capacity));
    return result;
}

} // namespace

Answer respond(const Request& request, const Directory& directory) noexcept {
    std::string_view route = "-";
    try {
        Answer result = answer(request, directory, route);
        result.response.omit_body = result.response.omit_body || request.method == Method::head;
        return result;
    } catch (const std::bad_alloc&) {
        return failure(503, route, "not enough memory");
    } catch (const std::exception& exception) {
        return failure(500, route, exception.what());
    } catch (...) {
        return failure(500, route, "an exception of unknown type");
    }
}

} // namespace autodiscover
