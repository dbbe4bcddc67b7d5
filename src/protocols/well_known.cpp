// SPDX-License-Identifier: MIT
// Where calendars, address books and JMAP live: a client asks the mail domain and is sent on.
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

Response moved(std::string_view url) {
    Response response;
    response.status = 301;
    response.content_type = "text/plain; charset=utf-8";
    response.headers
        .add(HeaderName::location, {url}) // byte for byte: a slash at the end means something to a DAV server
        .add(HeaderName::cache_control, "public, max-age=3600")
        .add(HeaderName::x_content_type_options, "nosniff");
    response.body = "Moved.\n";
    return response;
}

/// For any method: Thunderbird and others send PROPFIND here and expect 207 from where they end up. 301 is
/// the first that RFC 6764 section 5 names and what all DAV clients follow. A JMAP client follows any
/// redirect (RFC 8620 section 2.2), and sends nothing but GET, which 301 leaves alone.
template <ServiceType type>
Response redirect(const Request& request, const Directory& directory) {
    const auto none = [] { return Response::text(404, "No such service for this domain."); };
    const auto answer = [&](const Account& account) {
        const Service* const service = account.offered(type);
        if (service == nullptr) {
            return none();
        }
        const Result<Url> url = Url::parse(account.url(*service));
        const bool leads_elsewhere =
            url && !url->leads_to(request.host, request.path); // else the client goes round
        return leads_elsewhere ? moved(*url) : none();
    };
    return answer_host(request.host, directory, answer, none);
}

constexpr std::array routes = {
    Route{"/.well-known/caldav", Route::Match::exact, any_method, &redirect<ServiceType::caldav>},
    Route{"/.well-known/carddav", Route::Match::exact, any_method, &redirect<ServiceType::carddav>},
    Route{"/.well-known/jmap", Route::Match::exact, any_method, &redirect<ServiceType::jmap>},
};

} // namespace

const Protocol well_known_protocol = {"well-known", "redirects to CalDAV, CardDAV and JMAP", routes, nullptr};

} // namespace autodiscover
