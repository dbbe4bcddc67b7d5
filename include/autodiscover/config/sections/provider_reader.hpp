// SPDX-License-Identifier: MIT
#pragma once
/// The section `provider`, and the keys of it that a domain may have too. Thread safety: pure but for the
/// report behind the section.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/model/provider.hpp"

#include <string_view>

namespace autodiscover {

/// What is missing or wrong is reported and left empty.
Provider read_provider(const Section& section);

/// Lays a domain's own keys over `provider`. `domain` stands in for a short name that nobody gave.
void read_provider_keys(const Section& section, std::string_view domain, Provider& provider);

} // namespace autodiscover
