// SPDX-License-Identifier: MIT
#include "autodiscover/responder/router.hpp"

#include "autodiscover/base/text.hpp"

namespace autodiscover {

namespace {

bool matches(const Route& route, std::string_view path) noexcept {
    switch (route.match) {
    case Route::Match::exact:
        return path == route.path;
    case Route::Match::ignoring_case:
        return equals_ignoring_case(path, route.path);
    case Route::Match::prefix_ignoring_case:
        break;
    }
    return starts_with_ignoring_case(path, route.path);
}

} // namespace

FoundRoute find_route(std::string_view path) noexcept {
    for (const Protocol* protocol : all_protocols()) {
        for (const Route& route : protocol->routes) {
            if (matches(route, path)) {
                return {protocol, &route};
            }
        }
    }
    return {};
}

bool allows(const Route& route, Method method) noexcept {
    if (method == Method::head) {
        method = Method::get;
    }
    return method == Method::options || (route.methods & bit(method)) != 0;
}

std::string_view allow_header(const Route& route) noexcept {
    const bool get = (route.methods & bit(Method::get)) != 0;
    const bool post = (route.methods & bit(Method::post)) != 0;
    if (get && post) {
        return "GET, HEAD, POST, OPTIONS";
    }
    return get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
}

} // namespace autodiscover
