// SPDX-License-Identifier: MIT
#pragma once
/// The section `signing` of `mobileconfig`, and the files that it names. Thread safety: pure but for reading
/// files and for the report behind the section.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/mobileconfig_policy.hpp"

namespace autodiscover {

/// Lays `signing` of the section `mobileconfig` over what was inherited: all of it is replaced, since the
/// parts belong together.
void read_signing(const Section& mobileconfig, MobileconfigPolicy& policy);

} // namespace autodiscover
