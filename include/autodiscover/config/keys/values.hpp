// SPDX-License-Identifier: MIT
#pragma once
/// Texts of a configuration that have a form of their own. Each error says what would be right. Thread
/// safety: pure functions.

#include "autodiscover/base/result.hpp"
#include "autodiscover/model/date.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/placeholders.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

/// A mail domain. A URL, an address, a port or an IP address is refused by name.
Result<Domain> parse_domain(std::string_view text);
/// A host name that may hold %EMAILDOMAIN%; the result is in A-labels.
Result<Template> parse_host(std::string_view text);
/// What a user logs in with.
Result<Template> parse_username(std::string_view text);
/// A mailbox with placeholders, for any mailbox an address; "" is accepted.
Result<Template> parse_redirect(std::string_view text);
/// Permission bits in octal, three or four digits, at most 0777.
Result<unsigned> parse_socket_mode(std::string_view text);
/// Letters, digits, dots and hyphens, as Apple wants an identifier.
Result<std::string> parse_identifier(std::string_view text);
/// A date as YYYYMMDD; "" is accepted: none.
Result<std::optional<Date>> parse_date(std::string_view text);
/// A date as YYYY-MM-DD, the form that people write; "" is accepted: none.
Result<std::optional<Date>> parse_iso_date(std::string_view text);
/// A distinguished name (RFC 4514); only its first sign is looked at.
Result<std::string> parse_distinguished_name(std::string_view text);
/// The media type of a picture, in lower case.
Result<std::string> parse_image_type(std::string_view text);
/// OAuth2 scopes with one blank between two (RFC 6749 section 3.3).
Result<std::string> parse_scope(std::string_view text);
bool is_ipv4(const std::string& text) noexcept;
bool has_dot(std::string_view host) noexcept;
/// The warning about a host without one.
std::string no_dot(std::string_view host);
/// A language tag of the form of RFC 5646 section 2.1.
bool is_language_tag(std::string_view text) noexcept;

} // namespace autodiscover
