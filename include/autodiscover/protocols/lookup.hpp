// SPDX-License-Identifier: MIT
#pragma once
/// Which domain a request is about when it does not say so itself. Thread safety: pure functions.

#include "autodiscover/model/directory.hpp"

#include <optional>
#include <string_view>

namespace autodiscover {

/// The domain that a Host header stands for: without port and trailing dot, without a first label
/// "autoconfig", "autodiscover" or "ua-auto-config" in front of another name. Nothing when it is no host
/// name.
std::optional<Domain> domain_of_host(std::string_view host);

} // namespace autodiscover
