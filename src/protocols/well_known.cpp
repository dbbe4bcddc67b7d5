// SPDX-License-Identifier: MIT
// Where calendars, address books and JMAP live: a client asks the mail domain and is sent on.
#include "autodiscover/base/text.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

/// A host with the port that goes without saying left out, as is a dot at the end of the name.
std::string_view plain_host(std::string_view host) noexcept {
    for (const std::string_view port : {":443", ":80"}) {
        if (host.ends_with(port)) {
            host.remove_suffix(port.size());
        }
    }
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

/// The URL leads back here: a client would go round until it gives up.
bool is_same_place(std::string_view url, const Request& request) noexcept {
    url.remove_prefix(std::min(url.find("//") + 2, url.size()));
    url = url.substr(0, url.find_first_of("?#"));
    const std::size_t end = std::min(url.find('/'), url.size());
    return equals_ignoring_case(plain_host(url.substr(0, end)), plain_host(request.host)) &&
           url.substr(end) == request.path;
}

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
        const FilledText url = account.url(*service);
        return url.view().empty() || is_same_place(url, request) ? none() : moved(url);
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
