// SPDX-License-Identifier: MIT
#pragma once
/// YAML to Config, or everything that is wrong with it, compiler style. Thread safety: pure but for reading
/// files.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <optional>
#include <string>
#include <vector>

namespace autodiscover {

struct LoadResult {
    std::optional<Config> config;        // nothing when any diagnostic is an error
    std::vector<Diagnostic> diagnostics; // in order of file, line, column
};

/// Reads a file and all that it includes. Never blocks, whatever kind of file it is; never throws but
/// bad_alloc.
LoadResult load_config(const std::string& path);

} // namespace autodiscover
