// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/urls.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

Error too_long() {
    return Error{"the URL is longer than 2048 bytes"};
}

/// A URL whose host name is not yet looked at.
Result<Url> parse_parts(std::string_view text) {
    if (!has_https_scheme(text)) {
        return Error{"must be an https URL such as `https://example.com/`, not " + quote(text)};
    }
    return text.size() > max_url ? too_long() : Url::parse(text);
}

/// The same URL, with the host name as it was parsed.
Url with_host(const Url& url, std::string_view host) {
    return url.with_authority(std::string(host).append(url.authority().substr(url.host().size())));
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

Result<Url> parse_url(std::string_view text) {
    const Result<Url> url = parse_parts(text);
    if (!url) {
        return url;
    }
    const Result<Domain> host = Domain::parse(url->host());
    if (!host) {
        return bad_host(host.error());
    }
    if (const auto sign = percent_sign_alone(url->tail())) {
        return Error{quote(*sign) +
                     " in the URL is no encoded byte and no placeholder is filled in here; a percent "
                     "sign is `%25`"};
    }
    return with_host(*url, host->view());
}

Result<std::optional<Url>> parse_optional_url(std::string_view text) {
    if (text.empty()) {
        return std::optional<Url>();
    }
    const Result<Url> url = parse_url(text);
    return url ? Result<std::optional<Url>>(*url) : url.error();
}

Result<Url> parse_base_url(std::string_view text) {
    const Result<Url> url = parse_url(text);
    if (!url) {
        return url;
    }
    if (url->path() != url->tail()) {
        return Error{"a base URL has neither a query (`?`) nor a fragment (`#`)"};
    }
    std::string_view base = url->text();
    while (base.ends_with('/')) { // stops at the host name, which is never empty
        base.remove_suffix(1);
    }
    return Url::parse(base);
}

Result<ServiceUrl> parse_service_url(std::string_view text) {
    const Result<Url> parts = parse_parts(text);
    if (!parts) {
        return parts.error();
    }
    if (parts->tail().find('#') != std::string_view::npos) {
        return Error{"the URL of a service has no fragment (`#`)"};
    }
    const Result<Template> host = parse_host(parts->host());
    if (!host) {
        return bad_host(host.error());
    }
    const Result<Template> url =
        Template::parse(with_host(*parts, host->text()).text(), Template::Allowed::domain_in_url);
    if (!url) {
        return url.error();
    }
    return ServiceUrl{*url, *host, parts->port()};
}

Result<std::string> parse_issuer(std::string_view text) {
    const Result<Url> url = parse_parts(text);
    if (!url) {
        return url.error();
    }
    const Result<Domain> host = Domain::parse(url->host());
    if (!host) {
        return bad_host(host.error());
    }
    if (!is_ascii(url->host())) {
        return Error{"an issuer is compared byte for byte: write its host name as " + quote(host->view())};
    }
    if (url->path() != url->tail()) {
        return Error{"an issuer has neither a query (`?`) nor a fragment (`#`)"};
    }
    if (has_dot_segment(url->path())) {
        return Error{"an issuer has no `.` or `..` in its path"};
    }
    if (!is_encoded_well(url->path())) {
        return Error{"an issuer has no percent sign but before two hexadecimal digits of a character that "
                     "cannot stand for itself: %20, but not %7E"};
    }
    return url->text();
}

Result<std::string> parse_contact(std::string_view text) {
    constexpr std::string_view mailto = "mailto:";
    if (!starts_with_ignoring_case(text, mailto)) {
        if (!has_https_scheme(text)) {
            return Error{"must be a URI such as `mailto:help@example.com` or `https://example.com/`, not " +
                         quote(text)};
        }
        const Result<Url> url = parse_url(text);
        return url ? Result<std::string>(url->text()) : url.error();
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
    if (!is_url_text(uri)) {
        return Error{"the URI holds a character that must be percent-encoded, such as a blank as %20"};
    }
    return uri;
}

} // namespace autodiscover
