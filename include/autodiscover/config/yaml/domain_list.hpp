// SPDX-License-Identifier: MIT
#pragma once
/// Files with one domain a line, made for a million of them. Thread safety: none; it belongs to one load.

#include "autodiscover/config/name_table.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace autodiscover {

class DomainLists {
  public:
    /// Reads a list: blank lines and what follows "#" are skipped. Names are in any spelling; one that is
    /// there already is warned about, and so is an empty file. A last line without its end is an error.
    void read(const Source& source, std::string_view text);
    /// The domains, as A-labels.
    NameTable take() { return std::move(names_); }

  private:
    void add(const Source& source, SourceLocation location, std::string_view word);
    void warn_about_repetition(const Source& source, SourceLocation location, std::string_view word,
                               std::uint32_t first) const;

    NameTable names_;         // to the running number of the line, over all lists
    std::uint32_t lines_ = 0; // in the lists before the current one
    struct Start {
        std::uint32_t lines; // in the lists before it
        Source source;
    };
    std::vector<Start> starts_;
};

} // namespace autodiscover
