// SPDX-License-Identifier: MIT
#pragma once
/// Sub-command `check`. Thread safety: none; it writes to standard output and standard error.

#include <string>

namespace autodiscover {

/// Loads a configuration and prints all that is wrong or doubtful to standard error, then a line of summary
/// to standard output. With `explain`: prints every key that a configuration may hold, and reads nothing.
/// Returns the exit status: 0, or 78 (EX_CONFIG of sysexits.h) when the configuration cannot be used.
int check_command(const std::string& path, bool explain);

} // namespace autodiscover
