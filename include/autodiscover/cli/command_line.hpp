// SPDX-License-Identifier: MIT
#pragma once
/// The command line: what was asked for, and the exit code for it (sysexits.h).
/// Thread safety: called once, by main.

namespace autodiscover {

int run_command_line(int argc, char** argv);

} // namespace autodiscover
