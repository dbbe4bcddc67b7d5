// SPDX-License-Identifier: MIT
#pragma once
/// The section `web`: the page for people. Thread safety: pure but for the report behind the section.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/web_policy.hpp"

namespace autodiscover {

/// Lays the section over `web`; a text that it has replaces the one of the same name and language.
void read_web(const Section& section, WebPolicy& web);

} // namespace autodiscover
