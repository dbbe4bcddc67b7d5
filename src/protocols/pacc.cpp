// SPDX-License-Identifier: MIT
// PACC, one JSON document a domain for Apple, Evolution, himalaya and whoever follows ([pacc],
// draft-ietf-mailmaint-pacc). Experimental: the draft still changes.
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/pacc_document.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

/// Only the Host header says which domain; a query is no part of the protocol. Never a redirect: readers take
/// any for a failure.
Response answer(const std::optional<Account>& account) {
    std::optional<std::string> document;
    if (account) {
        document = pacc_document(*account);
    }
    if (!document) {
        return Response::text(404, "No PACC document for this domain.");
    }
    Response response;
    response.content_type = "application/json";
    response.headers
        .add(HeaderName::cache_control, "public, max-age=3600") // no longer than the TTL of the TXT record
        .add(HeaderName::access_control_allow_origin, "*")
        .add(HeaderName::x_content_type_options, "nosniff")
        .add(HeaderName::etag, {"\"", pacc_digest(*document).view(), "\""});
    response.body = std::move(*document);
    return response;
}

Response handle(const Request& request, const Directory& directory) {
    const std::optional<Domain> domain = domain_of_host(request.host);
    return answer(domain ? directory.find(Subject(*domain)) : std::nullopt);
}

/// The document of the domain, whoever asks.
Response view(const Account& account, const Directory& directory) {
    Subject domain = account.subject;
    domain.mailbox = nullptr;
    return answer(directory.find(domain));
}

constexpr std::array routes = {
    Route{"/.well-known/user-agent-configuration.json", Route::Match::exact, bit(Method::get), &handle},
};

} // namespace

const Protocol pacc_protocol = {"pacc", "PACC JSON (experimental): Apple, Evolution, himalaya", routes,
                                &view};

} // namespace autodiscover
