// SPDX-License-Identifier: MIT
#pragma once
/// The servers of a seed of automx2, for mail, calendars and address books. Thread safety: pure but for
/// marking the values as used.

#include "imported.hpp"

#include <vector>

namespace autodiscover {

/// The servers of a provider in the order of their priority, one for each of our services.
std::vector<ImportedService> read_automx2_servers(ForeignValue& provider, Notes& notes);

} // namespace autodiscover
