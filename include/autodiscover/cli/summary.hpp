// SPDX-License-Identifier: MIT
#pragma once
/// What all clients are told, side by side. Thread safety: pure functions.

#include "autodiscover/cli/told.hpp"

#include <string>
#include <vector>

namespace autodiscover {

/// One aligned line a server, for people; under a header line.
std::string summary_table(const std::vector<Told>& all);

/// The same facts as a JSON document, for machines: keys sorted, null where a document does not say.
std::string summary_json(const Subject& subject, const std::vector<Told>& all);

} // namespace autodiscover
