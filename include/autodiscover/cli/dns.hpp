// SPDX-License-Identifier: MIT
#pragma once
/// Sub-command `dns`. Thread safety: none; it writes to standard output and standard error.

#include <string>

namespace autodiscover {

/// Prints the DNS records of a domain as text for a zone file. Returns the exit status: 0; 78 (EX_CONFIG of
/// sysexits.h) when the configuration cannot be used; 65 (EX_DATAERR) when `domain` is none or is not served.
int dns_command(const std::string& config_path, const std::string& domain);

} // namespace autodiscover
