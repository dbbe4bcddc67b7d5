// SPDX-License-Identifier: MIT
#pragma once
/// Sub-commands that are programs of their own, so that the responder carries no code that it does not answer
/// with. `autodiscover NAME` becomes `autodiscover-NAME`.

#include "autodiscover/base/exit_code.hpp"

#include <span>
#include <string>

namespace autodiscover {

struct OtherProgram {
    const char* name;    // of the sub-command
    const char* summary; // for --help
    const char* package; // the Debian package that has it
};

inline constexpr OtherProgram import_program = {
    "import", "Print the configuration of another program as our YAML", "autodiscover"};

std::span<const OtherProgram> other_programs();

/// Replaces this process by the program, from the folder of this one; PATH is not searched. `argv` is what it
/// gets, null-terminated; its first element is replaced. It finds the configuration file of `--config` in
/// AUTODISCOVER_CONFIG. Returns exit_unavailable when there is no such program.
ExitCode execute(const OtherProgram& program, char** argv, const std::string& config_path);

} // namespace autodiscover
