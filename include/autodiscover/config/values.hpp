// SPDX-License-Identifier: MIT
#pragma once
/// Texts of a configuration that have a form of their own. Each error says what would be right. Thread
/// safety: pure functions.

#include "autodiscover/base/result.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/placeholders.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

/// A mail domain. A URL, an address, a port or an IP address is refused by name.
Result<Domain> parse_domain(std::string_view text);
/// A host name that may hold %EMAILDOMAIN%; the result is in A-labels.
Result<Template> parse_host(std::string_view text);
/// An https URL without blanks and user information, its host name in A-labels.
Result<std::string> parse_url(std::string_view text);
/// As parse_url, but "" is accepted.
Result<std::string> parse_optional_url(std::string_view text);
/// A URL that paths can be put behind: no query, no fragment; trailing slashes are removed.
Result<std::string> parse_base_url(std::string_view text);
/// What a user logs in with.
Result<Template> parse_username(std::string_view text);
/// A mailbox with placeholders, for any mailbox an address; "" is accepted.
Result<Template> parse_redirect(std::string_view text);
/// Where to listen: a path, or "ADDRESS:PORT" on the loopback interface (127.0.0.0/8 or [::1]).
Result<std::string> parse_listen(std::string_view text);
/// Permission bits in octal, three or four digits, at most 0777.
Result<unsigned> parse_socket_mode(std::string_view text);
/// Letters, digits, dots and hyphens, as Apple wants an identifier.
Result<std::string> parse_identifier(std::string_view text);
bool is_ipv4(const std::string& text) noexcept;
/// A language tag of the form of RFC 5646 section 2.1.
bool is_language_tag(std::string_view text) noexcept;

} // namespace autodiscover
