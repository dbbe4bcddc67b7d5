// SPDX-License-Identifier: MIT
#pragma once
/// The Directory of a configuration: lookup by exact name, then the longest "*.sub" pattern, then "*".
/// Thread safety: the result never changes.

#include "autodiscover/config/config.hpp"
#include "autodiscover/model/directory.hpp"

#include <memory>

namespace autodiscover {

/// The provider's own domain is always served; a domain that is only listed gets the defaults.
std::shared_ptr<const Directory> make_directory(Config config);

} // namespace autodiscover
