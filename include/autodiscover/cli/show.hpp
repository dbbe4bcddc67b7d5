// SPDX-License-Identifier: MIT
#pragma once
/// `autodiscover show`: what clients are given. Thread safety: none; it reads files and writes to standard
/// output and standard error.

#include <string>

namespace autodiscover {

/// What was asked for: `show FORMAT ADDRESS`, or `show --all ADDRESS`.
struct ShowArguments {
    std::string first{};  // the format; with `all` the address
    std::string second{}; // the address; with `all` nothing
    bool all = false;     // a summary of all formats
    bool json = false;    // the summary for machines
};

/// "autoconfig, outlook, ... or dns": the formats that can be shown.
std::string shown_formats();

/// Prints to standard output what a client gets for an address, a mailbox or only a domain. Warnings about
/// the configuration are for `check` to print. Returns the exit status: 0; 64 (EX_USAGE of sysexits.h) no
/// such format, or not one of the two forms; 65 (EX_DATAERR) no such address, not served here, or no document
/// for it; 78 (EX_CONFIG) when the configuration cannot be used.
int show_command(const std::string& config_path, const ShowArguments& arguments);

} // namespace autodiscover
