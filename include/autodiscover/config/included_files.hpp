// SPDX-License-Identifier: MIT
#pragma once
/// Finds the files that a configuration names. Thread safety: pure but for reading directories.

#include "autodiscover/config/section.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// `path` relative to the folder of `file`, unless it is absolute.
std::string path_beside(std::string_view file, std::string_view path);

/// The files that a pattern of the shell matches, sorted by octets, relative to the folder of `source`. A
/// pattern with a wildcard and without a match is warned about; a plain name without a file is an error.
std::vector<std::string> find_included(const Source& source, const Written<std::string>& pattern);

} // namespace autodiscover
