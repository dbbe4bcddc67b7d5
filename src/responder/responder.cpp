// SPDX-License-Identifier: MIT
#include "autodiscover/responder/responder.hpp"

#include "autodiscover/responder/router.hpp"

namespace autodiscover {

namespace {

Response method_not_allowed(const Route& route) {
    Response response = Response::text(405, "Method not allowed.");
    response.header("Allow", allow_header(route));
    return response;
}

/// A CORS preflight (Fetch standard, section 3.2) or a plain question; the data are public.
Response options(const Route& route) {
    Response response = Response::empty(204);
    response.header("Allow", allow_header(route))
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Methods", allow_header(route));
    return response;
}

/// The client has this very answer already (RFC 9110 section 13.1.2).
bool is_known(const Request& request, const Response& response) {
    if (request.if_none_match.empty() || response.status != 200) {
        return false;
    }
    const std::string_view etag = response.header("ETag");
    return !etag.empty() && request.if_none_match.find(etag) != std::string_view::npos;
}

Answer answer(const Request& request, const Directory& directory) {
    const auto [protocol, route] = find_route(request.path);
    if (route == nullptr) {
        return {Response::text(404, "Not found."), "-"};
    }
    if (!allows(*route, request.method)) {
        return {method_not_allowed(*route), protocol->name};
    }
    if (request.method == Method::options && (route->methods & bit(Method::options)) == 0) {
        return {options(*route), protocol->name};
    }
    Response response = route->handler(request, directory);
    if (is_known(request, response)) {
        response.status = 304;
        response.content_type = {};
        response.omit_body = true;
    }
    return {std::move(response), protocol->name};
}

} // namespace

Answer respond(const Request& request, const Directory& directory) noexcept {
    try {
        Answer result = answer(request, directory);
        result.response.omit_body = result.response.omit_body || request.method == Method::head;
        return result;
    } catch (...) {
        Response response;
        response.status = 500;
        return {std::move(response), "-"};
    }
}

} // namespace autodiscover
