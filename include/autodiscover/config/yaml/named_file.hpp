// SPDX-License-Identifier: MIT
#pragma once
/// The files that a configuration names, and how far they may be trusted. `check` is run as root, and whoever
/// may write an included file, or make a symbolic link in its folder, can name a file that only root may
/// read. Thread safety: none; it belongs to one load.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/config/revision.hpp"
#include "autodiscover/config/yaml/text_file.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace autodiscover {

struct NamedFile {
    Source source;
    std::string text;
};

class NamedFiles {
  public:
    NamedFiles(Report& report, Revision& revision) : report_(report), revision_(revision) {}

    /// The main file; the administrator chose it.
    std::optional<std::string> read_main(const Source& source, std::size_t most);
    /// A file that is named at `location` in `by`, where it is reported when it cannot be read. Its findings
    /// repeat nothing of it unless it really is in the folder where its path says, and this in that of `by`.
    std::optional<NamedFile> read(const Source& by, SourceLocation location, const std::string& path,
                                  std::size_t most);

  private:
    std::optional<TextFile> read_at(const Source& by, SourceLocation location, const std::string& path,
                                    std::size_t most);
    const std::string& look_at_folder(const Source& by, SourceLocation location, const std::string& path);

    Report& report_;
    Revision& revision_;
    std::map<std::string, std::string> folders_; // as written, and without symbolic links; "": unknown
};

} // namespace autodiscover
