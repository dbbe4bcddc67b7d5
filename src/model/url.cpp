// SPDX-License-Identifier: MIT
#include "autodiscover/model/url.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::string_view scheme = "https://";
constexpr std::uint16_t default_port = 443;

/// A host without the default port, of http too, since a web server may pass that on, and without the dot at
/// the end of the name.
std::string_view plain(std::string_view host) noexcept {
    for (const std::string_view end : {".", ":443", ":80", "."}) {
        host.remove_suffix(host.ends_with(end) ? end.size() : 0);
    }
    return host;
}

} // namespace

Url::Url(std::string text, std::size_t host_size, std::size_t authority_size, std::uint16_t port) noexcept
    : text_(std::move(text)), host_size_(host_size), authority_size_(authority_size), port_(port) {}

Result<Url> Url::parse(std::string_view text) {
    if (!has_https_scheme(text)) {
        return Error{"the URL does not begin with https"};
    }
    const std::string_view rest = text.substr(scheme.size());
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) {
        return Error{"a URL must not hold a user name or password"};
    }
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    const auto port = colon == authority.size() ? default_port : parse_port(authority.substr(colon + 1));
    if (!port) {
        return Error{authority.starts_with('[') ? "a URL must hold a host name, not an IPv6 address"
                                                : "the port of the URL must be a number from 1 to 65535"};
    }
    if (!is_url_text(rest.substr(authority.size()))) {
        return Error{"the URL holds a character that must be percent-encoded, such as a blank as %20"};
    }
    if (colon == 0) {
        return Error{"bad host name in the URL: the name is empty"};
    }
    return Url(std::string(text), colon, authority.size(), *port);
}

std::string_view Url::authority() const noexcept {
    return std::string_view(text_).substr(scheme.size(), authority_size_);
}

std::string_view Url::origin() const noexcept {
    return std::string_view(text_).substr(0, scheme.size() + authority_size_);
}

std::string_view Url::tail() const noexcept {
    return std::string_view(text_).substr(scheme.size() + authority_size_);
}

std::string_view Url::path() const noexcept {
    return tail().substr(0, tail().find_first_of("?#"));
}

bool Url::leads_to(std::string_view host, std::string_view path) const noexcept {
    return equals_ignoring_case(plain(authority()), plain(host)) && equals_ignoring_case(this->path(), path);
}

Url Url::with_authority(std::string_view authority) const {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    return Url(std::string(scheme).append(authority).append(tail()), colon, authority.size(),
               colon == authority.size() ? default_port : *parse_port(authority.substr(colon + 1)));
}

bool has_https_scheme(std::string_view text) noexcept {
    return starts_with_ignoring_case(text, scheme);
}

bool has_any_scheme(std::string_view text) noexcept {
    return text.find("://") != std::string_view::npos;
}

bool is_url_text(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && static_cast<unsigned char>(c) < 0x7f &&
               std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
    });
}

} // namespace autodiscover
