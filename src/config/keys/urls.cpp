// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/urls.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <algorithm>
#include <optional>

namespace autodiscover {

namespace {

constexpr std::string_view scheme = "https://";

Error too_long() {
    return Error{"the URL is longer than 2048 bytes"};
}

/// An https URL in pieces, the host name not yet looked at.
struct Pieces {
    std::string_view host;
    std::string_view port; // with its colon; "": none
    std::string_view tail; // path, query and fragment
};

bool is_url_octet(char c) {
    return c > ' ' && static_cast<unsigned char>(c) < 0x7f &&
           std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

Result<Pieces> split(std::string_view text) {
    if (!starts_with_ignoring_case(text, scheme)) {
        return Error{"must be an https URL such as `https://example.com/`, not " + quote(text)};
    }
    if (text.size() > max_url) {
        return too_long();
    }
    const std::string_view rest = text.substr(scheme.size());
    const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view authority = rest.substr(0, slash);
    if (authority.find('@') != std::string_view::npos) {
        return Error{"a URL must not hold a user name or password"};
    }
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    const Pieces pieces{authority.substr(0, colon), authority.substr(colon), rest.substr(slash)};
    if (!pieces.port.empty() && !parse_port(pieces.port.substr(1))) {
        return Error{authority.starts_with('[') ? "a URL must hold a host name, not an IPv6 address"
                                                : "the port of the URL must be a number from 1 to 65535"};
    }
    if (!std::all_of(pieces.tail.begin(), pieces.tail.end(), is_url_octet)) {
        return Error{"the URL holds a character that must be percent-encoded, such as a blank as %20"};
    }
    return pieces;
}

std::string join(const Pieces& pieces, std::string_view host) {
    return std::string(scheme).append(host).append(pieces.port).append(pieces.tail);
}

Error bad_host(const Error& error) {
    return Error{"bad host name in the URL: " + error.message};
}

/// The first percent sign that begins no encoded byte, or nothing.
std::optional<std::string_view> percent_sign_alone(std::string_view text) {
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (text.size() - at < 3 || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) {
            return text.substr(at, 3);
        }
    }
    return std::nullopt;
}

/// RFC 3986 section 2.3.
bool is_unreserved(char c) {
    return is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}

/// Each "%" begins an octet that must be encoded.
bool is_encoded_well(std::string_view text) {
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        const int high = at + 1 < text.size() ? hex_value(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
        if (high < 0 || low < 0 || is_unreserved(static_cast<char>(16 * high + low))) {
            return false;
        }
    }
    return true;
}

bool has_dot_segment(std::string_view path) {
    const std::string framed = std::string(path).append("/");
    return framed.find("/./") != std::string::npos || framed.find("/../") != std::string::npos;
}

} // namespace

Result<std::string> parse_url(std::string_view text) {
    const Result<Pieces> pieces = split(text);
    if (!pieces) {
        return pieces.error();
    }
    const Result<Domain> host = Domain::parse(pieces->host);
    if (!host) {
        return bad_host(host.error());
    }
    if (const auto sign = percent_sign_alone(pieces->tail)) {
        return Error{quote(*sign) +
                     " in the URL is no encoded byte and no placeholder is filled in here; a percent "
                     "sign is `%25`"};
    }
    return join(*pieces, host->view());
}

Result<std::string> parse_optional_url(std::string_view text) {
    return text.empty() ? Result<std::string>(std::string()) : parse_url(text);
}

Result<std::string> parse_base_url(std::string_view text) {
    Result<std::string> url = parse_url(text);
    if (url && url->find_first_of("?#") != std::string::npos) {
        return Error{"a base URL has neither a query (`?`) nor a fragment (`#`)"};
    }
    while (url && url->ends_with('/')) { // "https://" is followed by a host name, never by nothing
        url->pop_back();
    }
    return url;
}

Result<ServiceUrl> parse_service_url(std::string_view text) {
    const Result<Pieces> pieces = split(text);
    if (!pieces) {
        return pieces.error();
    }
    if (pieces->tail.find('#') != std::string_view::npos) {
        return Error{"the URL of a service has no fragment (`#`)"};
    }
    const Result<Template> host = parse_host(pieces->host);
    if (!host) {
        return bad_host(host.error());
    }
    const Result<Template> url =
        Template::parse(join(*pieces, host->text()), Template::Allowed::domain_in_url);
    if (!url) {
        return url.error();
    }
    return ServiceUrl{*url, *host,
                      pieces->port.empty() ? std::uint16_t{443} : *parse_port(pieces->port.substr(1))};
}

Result<std::string> parse_issuer(std::string_view text) {
    const Result<Pieces> pieces = split(text);
    if (!pieces) {
        return pieces.error();
    }
    const Result<Domain> host = Domain::parse(pieces->host);
    if (!host) {
        return bad_host(host.error());
    }
    if (!std::all_of(pieces->host.begin(), pieces->host.end(), is_url_octet)) {
        return Error{"an issuer is compared byte for byte: write its host name as " + quote(host->view())};
    }
    if (pieces->tail.find_first_of("?#") != std::string_view::npos) {
        return Error{"an issuer has neither a query (`?`) nor a fragment (`#`)"};
    }
    if (has_dot_segment(pieces->tail)) {
        return Error{"an issuer has no `.` or `..` in its path"};
    }
    if (!is_encoded_well(pieces->tail)) {
        return Error{"an issuer has no percent sign but before two hexadecimal digits of a character that "
                     "cannot stand for itself: %20, but not %7E"};
    }
    return std::string(text);
}

Result<std::string> parse_contact(std::string_view text) {
    constexpr std::string_view mailto = "mailto:";
    if (!starts_with_ignoring_case(text, mailto)) {
        return starts_with_ignoring_case(text, scheme)
                   ? parse_url(text)
                   : Error{"must be a URI such as `mailto:help@example.com` or `https://example.com/`, not " +
                           quote(text)};
    }
    if (text.size() > max_url) {
        return too_long();
    }
    const std::string_view rest = text.substr(mailto.size());
    const std::size_t query = std::min(rest.find('?'), rest.size());
    const Result<Mailbox> mailbox = Mailbox::parse(rest.substr(0, query));
    if (!mailbox) {
        return Error{"no address behind mailto: " + mailbox.error().message};
    }
    const std::string uri = std::string(mailto).append(mailbox->address()).append(rest.substr(query));
    if (!std::all_of(uri.begin(), uri.end(), is_url_octet)) {
        return Error{"the URI holds a character that must be percent-encoded, such as a blank as %20"};
    }
    return uri;
}

std::string_view host_of_url(std::string_view url) noexcept {
    url.remove_prefix(std::min(scheme.size(), url.size()));
    return url.substr(0, url.find_first_of(":/?#"));
}

} // namespace autodiscover
