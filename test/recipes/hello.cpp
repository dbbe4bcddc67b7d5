// SPDX-License-Identifier: MIT
// A greeting for a domain, for the recipe "add a protocol".
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

Response no_greeting() {
    return Response::text(404, "No greeting for this domain.");
}

Response answer(const Account& account) {
    if (!account.policies().hello.enabled) {
        return no_greeting();
    }
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = account.provider().name;
    return response;
}

Response handle(const Request& request, const Directory& directory) {
    return answer_host(request.host, directory, answer, no_greeting);
}

Response view(const Account& account, const Installation& /*installation*/) {
    return answer(account);
}

constexpr std::array routes = {
    Route{"/.well-known/hello", Route::Match::exact, bit(Method::get), &handle},
};

} // namespace

const Protocol hello_protocol = {"hello", "a greeting", routes, &view};

} // namespace autodiscover
