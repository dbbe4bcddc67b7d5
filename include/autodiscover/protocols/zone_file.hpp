// SPDX-License-Identifier: MIT
#pragma once
/// A zone file in the making (RFC 1035 section 5). Thread safety: a value.

#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// Comments, and records whose columns are aligned at the end. Owners are absolute, without the dot at the
/// end.
class ZoneFile {
  public:
    void comment(std::string_view text);
    void gap();
    void record(const std::string& owner, std::string_view type, std::string data);
    /// A record for a person to complete, or to think about.
    void suggestion(const std::string& owner, std::string_view type, std::string data);
    /// A TXT record, which a reader takes as one text however many strings it takes to write it.
    void txt(const std::string& owner, std::string_view text);

    [[nodiscard]] std::string text() const;

  private:
    struct Line {
        std::string start;     // the owner's name; all of a comment
        std::string_view type; // empty: no record
        std::string data;
    };
    std::vector<Line> lines_;
};

} // namespace autodiscover
