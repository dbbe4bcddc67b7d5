// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/values.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"
#include "autodiscover/model/url.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>

namespace autodiscover {

bool is_ipv4(const std::string& text) noexcept {
    in_addr address{};
    return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool has_dot(std::string_view host) noexcept {
    return host.find('.') != std::string_view::npos;
}

std::string no_dot(std::string_view host) {
    return quote(host) +
           " is a name without a dot, which no client outside your network finds; write the full "
           "name, such as `mail.example.com`";
}

namespace {

/// What `text` is instead of a name, when that is a common slip; "" otherwise.
std::string_view not_a_name(std::string_view text) {
    if (has_any_scheme(text)) {
        return "is a URL; write the name alone";
    }
    if (text.find('@') != std::string_view::npos) {
        return "is an address; write the name alone";
    }
    if (text.starts_with('[') || std::count(text.begin(), text.end(), ':') > 1) {
        return "is an IPv6 address; write a name, certificates need one";
    }
    if (text.find('/') != std::string_view::npos) {
        return "holds a path; write the name alone";
    }
    return text.find(':') != std::string_view::npos ? "holds a port; write the name alone" : "";
}

Result<Domain> parse_name(std::string_view text) {
    Result<Domain> domain = Domain::parse(text);
    if (domain) {
        return domain;
    }
    const std::string_view slip = not_a_name(text);
    return Error{slip.empty() ? quote(text) + ": " + domain.error().message
                              : quote(text).append(" ").append(slip)};
}

} // namespace

Result<Domain> parse_domain(std::string_view text) {
    Result<Domain> domain = parse_name(text);
    if (domain && is_digit(domain->view().back()) && is_ipv4(std::string(domain->view()))) {
        return Error{quote(text) + " is an IP address; a domain is what stands behind the @"};
    }
    return domain;
}

Result<Template> parse_host(std::string_view text) {
    constexpr std::string_view placeholder = "%EMAILDOMAIN%";
    constexpr std::string_view sample = "emaildomain.invalid"; // RFC 6761 6.4: nobody's host
    const Result<Template> as_written = Template::parse(text, Template::Allowed::domain_only);
    if (!as_written) {
        return as_written.error();
    }
    const auto replace_all = [](std::string in, std::string_view from, std::string_view to) {
        for (std::size_t at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size())) {
            in.replace(at, from.size(), to);
        }
        return in;
    };
    const Result<Domain> name = parse_name(
        as_written->is_literal() ? std::string(text) : replace_all(std::string(text), placeholder, sample));
    if (!name) {
        return Error{as_written->is_literal() ? name.error().message
                                              : quote(text) + " gives no host name with a domain filled in"};
    }
    std::string host(name->view());
    if (!as_written->is_literal()) {
        host = replace_all(std::move(host), sample, placeholder);
        if (host.find(placeholder) == std::string::npos) {
            return Error{quote(text) + ": %EMAILDOMAIN% must not share a label with letters outside ASCII"};
        }
    }
    return Template::parse(host, Template::Allowed::domain_only);
}

Result<Template> parse_username(std::string_view text) {
    return Template::parse(text, Template::Allowed::all);
}

Result<Template> parse_redirect(std::string_view text) {
    if (text.empty()) {
        return Template();
    }
    if (std::count(text.begin(), text.end(), '@') != 1) {
        return Error{"must hold exactly one @, as in `%EMAILLOCALPART%@example.com`"};
    }
    const std::size_t at = text.find('@');
    const Result<Template> domain = parse_host(text.substr(at + 1));
    if (!domain) {
        return domain.error();
    }
    const Result<Template> address =
        Template::parse(std::string(text.substr(0, at + 1)).append(domain->text()), Template::Allowed::all);
    if (!address) {
        return address.error();
    }
    const Result<Mailbox> sample = Mailbox::parse("user@example.com");
    const Result<Mailbox> target = Mailbox::parse(address->fill(Subject(*sample)));
    if (!target) {
        return Error{"gives no valid address: " + target.error().message};
    }
    return address;
}

Result<unsigned> parse_socket_mode(std::string_view text) {
    unsigned mode = 0;
    const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
    if (status != std::errc() || stop != text.data() + text.size() || text.size() < 3 || mode > 0777) {
        return Error{"must be an octal number such as \"0660\", not " + quote(text)};
    }
    return mode;
}

Result<std::string> parse_identifier(std::string_view text) {
    const bool valid = std::all_of(
        text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; });
    if (!valid || text.starts_with('.') || text.ends_with('.')) {
        return Error{"must be letters, digits, dots and hyphens, such as `com.example.autodiscover`"};
    }
    return std::string(text);
}

Result<std::optional<Date>> parse_date(std::string_view text) {
    const std::optional<Date> date = read_date(text, "");
    if (!text.empty() && !date) {
        return Error{"must be a date as YYYYMMDD, such as 20301231, not " + quote(text)};
    }
    return date;
}

Result<std::optional<Date>> parse_iso_date(std::string_view text) {
    const std::optional<Date> date = read_date(text, "-");
    if (!text.empty() && !date) {
        return Error{"must be a date as YYYY-MM-DD, such as 2030-12-31, not " + quote(text)};
    }
    return date;
}

Result<std::string> parse_distinguished_name(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return Error{"must be a distinguished name such as `ou=people,dc=example,dc=com`, not " +
                     quote(text)};
    }
    return std::string(text);
}

Result<std::string> parse_image_type(std::string_view text) {
    constexpr std::string_view image = "image/";
    const bool valid =
        starts_with_ignoring_case(text, image) && text.size() > image.size() &&
        std::all_of(text.begin() + image.size(), text.end(), [](char c) {
            return is_letter(c) || is_digit(c) || std::string_view(".+-").find(c) != std::string_view::npos;
        });
    if (!valid) {
        return Error{"must be the media type of a picture such as `image/svg+xml`, not " + quote(text)};
    }
    return lower_case(text);
}

Result<std::string> parse_scope(std::string_view text) {
    // RFC 6749 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ), one blank between two
    const bool valid = text.find("  ") == std::string_view::npos &&
                       std::all_of(text.begin(), text.end(),
                                   [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
    if (!valid) {
        return Error{"must be words in ASCII with one blank between two, without \" and \\"};
    }
    return std::string(text);
}

bool is_language_tag(std::string_view text) noexcept {
    bool first = true;
    while (true) {
        const std::size_t end = std::min(text.find('-'), text.size());
        const std::string_view part = text.substr(0, end);
        const bool letters = std::all_of(part.begin(), part.end(),
                                         [&](char c) { return is_letter(c) || (!first && is_digit(c)); });
        if (!letters || part.empty() || part.size() > 8 || (first && part.size() < 2)) {
            return false;
        }
        if (end == text.size()) {
            return true;
        }
        text.remove_prefix(end + 1);
        first = false;
    }
}

} // namespace autodiscover
