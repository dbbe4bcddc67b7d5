// SPDX-License-Identifier: MIT
#pragma once
/// `autodiscover import`: the configuration of another autodiscovery program in our YAML.
/// Thread safety: none; it writes to standard output and standard error.

#include <string>

namespace autodiscover {

/// Reads the config.toml of lacontrevoie/autodiscover or a JSON seed of automx2, told apart by content, and
/// prints a configuration that `check` accepts, with a comment for all that could not be carried over.
/// Passwords and the like are never printed. Returns the exit status: 0; 65 (EX_DATAERR) when the file is
/// not well-formed or is neither of the two; 66 (EX_NOINPUT) when it cannot be read.
int import_command(const std::string& file);

} // namespace autodiscover
