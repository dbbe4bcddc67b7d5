// SPDX-License-Identifier: MIT
#pragma once
/// Findings about a configuration, compiler style: all at once, each with its location. Thread safety: none;
/// a Report belongs to one load.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace autodiscover {

/// One finding, at a location counted from 1; line 0: the file as a whole. Columns count octets.
struct Diagnostic {
    bool is_error = true; // false: a warning, the configuration is usable
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string message; // what is wrong, what would be right
};

/// "file:line:column: message", with "warning: " before the message of a warning; "file: message" for line 0.
std::string to_string(const Diagnostic& diagnostic);

/// `text` between backquotes, fit for a terminal and a log: controls become "?", a text of more than `most`
/// bytes is cut.
std::string quote(std::string_view text, std::size_t most = 80);

/// A location in a file, counted from 1; line 0: the file as a whole.
struct SourceLocation {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// Collects the findings of one load.
class Report {
  public:
    /// Of errors, and of warnings: nobody reads more, and a wrong list has a million.
    static constexpr std::size_t most_findings = 200;

    /// Remembers a file, so that findings come in the order in which files were opened.
    std::size_t open(const std::string& file);
    void add(bool is_error, std::size_t file, SourceLocation location, std::string message);
    [[nodiscard]] bool has_errors() const noexcept { return errors_ > 0; }
    [[nodiscard]] const std::string& file_name(std::size_t file) const { return files_[file]; }
    /// The findings in order of file, line, column; the report is empty afterwards.
    std::vector<Diagnostic> take();

  private:
    struct Finding {
        std::size_t file;
        Diagnostic diagnostic;
    };
    std::vector<std::string> files_;
    std::vector<Finding> findings_;
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

/// A file that is being read, and where its findings go. It lives no longer than the report.
class Source {
  public:
    /// Whether findings may repeat what the file holds. Where not, they lose all that quote() made.
    enum class Text { shown, hidden };
    Source(Report& report, const std::string& file, Text text = Text::shown)
        : report_(&report), file_(report.open(file)), text_(text) {}

    void error(SourceLocation location, std::string message) const {
        add(true, location, std::move(message));
    }
    void warning(SourceLocation location, std::string message) const {
        add(false, location, std::move(message));
    }
    [[nodiscard]] const std::string& name() const { return report_->file_name(file_); }
    [[nodiscard]] Report& report() const noexcept { return *report_; }

  private:
    void add(bool is_error, SourceLocation location, std::string message) const;

    Report* report_;
    std::size_t file_;
    Text text_;
};

} // namespace autodiscover
