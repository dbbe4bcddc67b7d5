// SPDX-License-Identifier: MIT
#pragma once
/// Finds the files that a configuration names. Thread safety: pure but for reading directories.

#include "autodiscover/config/keys/section.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// `path` relative to the folder of `file`, unless it is absolute.
std::string path_beside(std::string_view file, std::string_view path);

/// The files that a pattern of the shell matches, sorted by bytes, relative to the folder of `source`; a
/// plain name as it is, be it there or not. A folder that cannot be read is an error, and one that was read
/// to its end and holds no match is warned about.
std::vector<std::string> find_included(const Source& source, const Located<std::string>& pattern);

/// Warns when `mode`, that of a file or folder, lets every user of the machine write.
void warn_about_writers(const Source& source, SourceLocation location, const std::string& path,
                        unsigned mode);

} // namespace autodiscover
