// SPDX-License-Identifier: MIT
#pragma once
/// YAML to Config, or everything that is wrong with it, compiler style. Thread safety: pure but for reading
/// files.

#include "autodiscover/config/config.hpp"

#include <optional>
#include <string>
#include <vector>

namespace autodiscover {

/// One finding, at a place counted from 1; line 0: the file as a whole.
struct Diagnostic {
    bool is_error = true; // false: a warning, the configuration is usable
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string message; // what is wrong, what would be right
};

/// "file:line:column: message", with "warning: " before the message of a warning.
std::string to_string(const Diagnostic& diagnostic);

struct LoadResult {
    std::optional<Config> config;        // nothing when any diagnostic is an error
    std::vector<Diagnostic> diagnostics; // in order of file, line, column
};

/// Reads a file and all that it includes. Never blocks, whatever kind of file it is; never throws but
/// bad_alloc.
LoadResult load_config(const std::string& path);

} // namespace autodiscover
