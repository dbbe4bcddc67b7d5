// SPDX-License-Identifier: MIT
#pragma once
/// Who offers the service. Thread safety: values.

#include "autodiscover/base/shared.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/url.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace autodiscover {

/// A help page for people.
struct Documentation {
    std::string url;                                        // https
    std::vector<std::pair<std::string, std::string>> texts; // language tag (RFC 5646), text
};

/// What a public client needs to ask for a token ([autoconfig-06] oAuth2, draft-ietf-mailmaint-oauth-public).
struct OAuth2 {
    std::string issuer; // https URL, copied byte for byte
    std::string scope;  // separated by blanks
    std::string authorization_url;
    std::string token_url;
    std::string client_id; // empty: none
};

/// A picture of the provider ([pacc] info.provider.logo).
struct Logo {
    std::string url;          // https
    std::string content_type; // "image/svg+xml"
    unsigned width = 0;       // pixels; 0: not told
    unsigned height = 0;
};

struct Provider {
    std::string name;       // at most 60 characters
    std::string short_name; // at most 20 characters
    Shared<Domain> domain;  // the provider's own, always there
    Shared<Url> url;        // public base URL of this responder, no slash at its end; always there
    std::vector<Documentation> documentation;
    std::optional<Url> home_url{}; // for people
    std::optional<Url> webmail_url{};
    std::optional<Url> developer_url{}; // help for authors of mail programs
    std::vector<std::string> contact{}; // URIs such as mailto:, not for end users
    std::vector<Logo> logos{};
    Shared<OAuth2> oauth2{};
};

} // namespace autodiscover
