// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/diagnostic.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <tuple>

namespace autodiscover {

std::string to_string(const Diagnostic& diagnostic) {
    std::string out = diagnostic.file;
    if (diagnostic.line != 0) {
        out += ':';
        out.append(std::to_string(diagnostic.line));
        out += ':';
        out.append(std::to_string(diagnostic.column));
    }
    out.append(diagnostic.is_error ? ": " : ": warning: ").append(diagnostic.message);
    return out;
}

std::string quote(std::string_view text, std::size_t most) {
    const bool is_text = is_utf8(text);
    std::string out = "`";
    std::size_t end = std::min(text.size(), most);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end; // never cut a character in two
    }
    for (std::size_t i = 0; i < end; ++i) {
        const std::size_t control = control_character_size(text.substr(i));
        const bool is_no_text = !is_text && static_cast<unsigned char>(text[i]) >= 0x80;
        out += control != 0 || is_no_text ? '?' : text[i];
        i += is_text && control == 2 ? 1 : 0; // one mark for a character of two octets
    }
    return out.append(end < text.size() ? "...`" : "`");
}

std::size_t Report::open(const std::string& file) {
    files_.push_back(file);
    return files_.size() - 1;
}

void Report::add(bool is_error, std::size_t file, SourceLocation location, std::string message) {
    if (++(is_error ? errors_ : warnings_) <= most_findings) {
        findings_.push_back(
            {file, {is_error, files_[file], location.line, location.column, std::move(message)}});
    }
}

std::vector<Diagnostic> Report::take() {
    std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
        return std::tuple(a.file, a.diagnostic.line, a.diagnostic.column) <
               std::tuple(b.file, b.diagnostic.line, b.diagnostic.column);
    });
    std::vector<Diagnostic> out;
    for (Finding& finding : findings_) {
        out.push_back(std::move(finding.diagnostic));
    }
    const std::size_t more = errors_ + warnings_ - findings_.size();
    if (more > 0) {
        std::string message = "and ";
        message.append(std::to_string(more));
        out.push_back({errors_ > 0, files_.front(), 0, 0, message.append(" findings more")});
    }
    findings_.clear();
    errors_ = warnings_ = 0;
    return out;
}

void Source::add(bool is_error, SourceLocation location, std::string message) const {
    const std::size_t first = text_ == Text::hidden ? message.find('`') : std::string::npos;
    if (first != std::string::npos) { // to the last: what was quoted may hold backquotes itself
        message.replace(first, message.rfind('`') + 1 - first, "`...`");
        message += " (its text is not shown: the file is not in the folder of the file that names it)";
    }
    report_->add(is_error, file_, location, std::move(message));
}

} // namespace autodiscover
