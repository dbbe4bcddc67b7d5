// SPDX-License-Identifier: MIT
// PACC, one JSON document a domain for Apple, Evolution, himalaya and whoever follows ([pacc],
// draft-ietf-mailmaint-pacc). Experimental: the draft still changes.
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/pacc_document.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

Response no_document() {
    return Response::text(404, "No PACC document for this domain.");
}

/// The document of the domain, whatever the mailbox. Never a redirect: readers take any for a failure.
Response answer(const Account& account) {
    std::optional<std::string> document = pacc_document(account.anyone());
    if (!document) {
        return no_document();
    }
    Response response;
    response.content_type = "application/json";
    response.headers
        .add(HeaderName::cache_control, "public, max-age=3600") // no longer than the TTL of the TXT record
        .add(HeaderName::access_control_allow_origin, "*")
        .add(HeaderName::x_content_type_options, "nosniff");
    if (account.revision) {
        response.headers.add(HeaderName::etag, {"\"", *account.revision, "\""});
    }
    response.body = std::move(*document);
    return response;
}

/// Only the Host header says which domain; a query is no part of the protocol.
Response handle(const Request& request, const Directory& directory) {
    return answer_host(request.host, directory, answer, no_document);
}

Response view(const Account& account, const Installation& /*installation*/) {
    return answer(account);
}

constexpr std::array routes = {
    Route{"/.well-known/user-agent-configuration.json", Route::Match::exact, bit(Method::get), &handle},
};

} // namespace

const Protocol pacc_protocol = {"pacc", "PACC JSON (experimental): Apple, Evolution, himalaya", routes,
                                &view};

} // namespace autodiscover
