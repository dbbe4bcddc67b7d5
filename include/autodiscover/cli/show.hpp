// SPDX-License-Identifier: MIT
#pragma once
/// `autodiscover show`: the document that a client is given. Thread safety: pure but for reading files and
/// printing.

#include <string>

namespace autodiscover {

/// Prints to standard output what a client of `protocol` gets for `address`, a mailbox or only a domain.
/// Exit codes: 64 no such protocol, 65 no such address or not served here, 78 configuration.
int show_command(const std::string& config_path, const std::string& protocol, const std::string& address);

} // namespace autodiscover
