// SPDX-License-Identifier: MIT
#pragma once
/// The Directory of a configuration; DomainTable says which domain is told what.
/// Thread safety: the result never changes.

#include "autodiscover/config/config.hpp"
#include "autodiscover/model/directory.hpp"

#include <memory>

namespace autodiscover {

/// The directory's provider is that of the defaults.
std::shared_ptr<const Directory> make_directory(Config config);
std::shared_ptr<const Directory> make_directory(std::shared_ptr<const Config> config);

} // namespace autodiscover
