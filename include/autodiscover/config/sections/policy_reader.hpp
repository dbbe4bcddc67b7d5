// SPDX-License-Identifier: MIT
#pragma once
/// The sections of the formats: `autoconfig`, `pacc`, `outlook`, `mobileconfig` and `web`. Thread safety:
/// pure but for the report behind the section.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/policies.hpp"

#include <optional>

namespace autodiscover {

/// Where a section says what can only be judged together with other sections.
struct PolicyLocations {
    std::optional<SourceLocation> redirect_address;
    std::optional<SourceLocation> redirect_url;
    std::optional<SourceLocation> oauth2; // `autoconfig: { oauth2: true }`
};

/// What the key table says where no file does. Without an identifier, which depends on the provider's domain.
Policies default_policies();

/// Lays the format sections below `parent`, the top level or a domain, over `policies`.
PolicyLocations read_policies(const Section& parent, Policies& policies);

} // namespace autodiscover
