// SPDX-License-Identifier: MIT
#pragma once
/// The DNS records by which mail programs find this responder and the mail servers, as text for a zone file
/// (RFC 1035 section 5). Thread safety: a pure function.

#include "autodiscover/model/directory.hpp"

#include <string>

namespace autodiscover {

/// Records and comments for `domain`; empty when it is not served. The records agree with what the other
/// formats say, since FairEmail and others trust DNS more than autoconfig.
std::string dns_zone(const Account& account);

} // namespace autodiscover
