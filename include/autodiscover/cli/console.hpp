// SPDX-License-Identifier: MIT
#pragma once
/// What every program and sub-command does: load a configuration, print, complain, end with a status.
/// Thread safety: none; it writes to standard output and standard error.

#include "autodiscover/base/exit_code.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"
#include "autodiscover/model/directory.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// The whole of a `main`: runs `body`, whose exceptions become a message and exit_software.
int run_program(int argc, char** argv, int (*body)(int argc, char** argv)) noexcept;

/// Writes `text` to standard output; exit_io when it cannot be written, for example to a full disk.
ExitCode print(std::string_view text);

/// Writes "autodiscover: MESSAGE" to standard error and returns `code`.
ExitCode complain(ExitCode code, std::string_view message);

/// The same where a directory could not tell whether it serves a domain: exit_temporary.
ExitCode complain_of_unavailable(std::string_view domain);

enum class Findings { all, errors };

/// Writes findings to standard error, one a line.
void print_findings(const std::vector<Diagnostic>& findings, Findings wanted);

/// The directory of a configuration. Prints its errors (warnings are for `check`) and returns null when it
/// cannot be used: exit_config.
std::shared_ptr<const Directory> load_directory(const std::string& config_path);

} // namespace autodiscover
