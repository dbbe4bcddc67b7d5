// SPDX-License-Identifier: MIT
#pragma once
/// URLs of a configuration. Host names may be written as U-labels; the results hold A-labels. Each error says
/// what would be right. Thread safety: pure functions.

#include "autodiscover/base/result.hpp"
#include "autodiscover/model/placeholders.hpp"
#include "autodiscover/model/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// Browsers and mail programs take no less; it also bounds what an answer of many URLs costs. In bytes.
inline constexpr int max_url = 2048;

/// An https URL without blanks and user information.
Result<Url> parse_url(std::string_view text);
/// As parse_url, but "" is accepted: none.
Result<std::optional<Url>> parse_optional_url(std::string_view text);
/// A URL that paths can be put behind: no query, no fragment; trailing slashes are removed.
Result<Url> parse_base_url(std::string_view text);

/// Where a service is that is reached by URL.
struct ServiceUrl {
    Template url;
    Template host;
    std::uint16_t port = 443;
};
/// A URL without a fragment that may hold %EMAILDOMAIN%.
Result<ServiceUrl> parse_service_url(std::string_view text);

/// The issuer of OAuth2 tokens, byte for byte as written, since clients compare it so
/// (draft-ietf-mailmaint-oauth-public): no query, fragment, dot segments, needless percent-encoding or
/// U-labels.
Result<std::string> parse_issuer(std::string_view text);
/// A mailto: or https: URI.
Result<std::string> parse_contact(std::string_view text);

} // namespace autodiscover
