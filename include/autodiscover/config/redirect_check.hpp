// SPDX-License-Identifier: MIT
#pragma once
/// Outlook follows redirects from address to address; a circle would keep it busy until it gives up. Thread
/// safety: pure but for the report.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <string>
#include <vector>

namespace autodiscover {

/// A domain or pattern that redirects, and where the address stands.
struct RedirectStart {
    std::string domain;
    Source source;
    SourceLocation location;
};

/// Reports every start from which redirects lead back to a domain that was passed.
void check_redirects(const DomainTable& domains, const std::vector<RedirectStart>& starts);

} // namespace autodiscover
