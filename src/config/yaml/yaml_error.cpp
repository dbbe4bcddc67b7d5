// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_error.hpp"

#include "autodiscover/config/yaml/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace autodiscover {

namespace {

struct Explanation {
    std::string_view parser; // message of yaml-cpp 0.7.0, exceptions.h
    std::string_view ours;
    bool at_opening = false; // the location that helps is where the list or mapping begins
};

constexpr auto explanations = std::to_array<Explanation>({
    {"illegal EOF in scalar", "the file ends inside a quoted text"}, // of a quote that was not found
    {"end of map not found", "this does not fit the mapping around it, look at the indentation"},
    {"end of sequence not found", "this does not fit the list around it, look at the indentation"},
    {"end of map flow not found", "this `{` is not closed by `}`", true},
    {"end of sequence flow not found", "this `[` is not closed by `]`", true},
    {"illegal map value", "a `:` stands where none can, look at the line above or quote the text"},
    {"unknown token", "a character that needs quotes around the text, such as `?` and `%`"},
});

std::string_view line_of(std::string_view text, std::uint32_t line) {
    for (std::uint32_t skipped = 1; skipped < line && !text.empty(); ++skipped) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    return text.substr(0, text.find('\n'));
}

/// The first tab in the indentation of a line, or line 0 when there is none.
SourceLocation tab_in_indentation(std::string_view text, std::uint32_t line) {
    const std::string_view content = line_of(text, line);
    const std::size_t end = std::min(content.find_first_not_of(" \t"), content.size());
    const std::size_t tab = content.substr(0, end).find('\t');
    return tab == std::string_view::npos ? SourceLocation{}
                                         : SourceLocation{line, static_cast<std::uint32_t>(tab) + 1};
}

/// The parser counts on behind the end of the file, where an escape is cut there.
SourceLocation inside(std::string_view text, SourceLocation location) {
    const auto end = static_cast<std::uint32_t>(line_of(text, location.line).size()) + 1;
    return {location.line, std::min(location.column, end)};
}

/// The byte at a location; the size of the text when it is behind the end.
std::size_t offset_of(std::string_view text, SourceLocation location) {
    const std::string_view line = line_of(text, location.line);
    const auto start = static_cast<std::size_t>(line.data() - text.data());
    return std::min(start + location.column - 1, text.size());
}

/// A text between quotes.
struct Quoted {
    SourceLocation begin{};
    std::size_t end = std::string_view::npos; // behind the closing quote; npos: there is none
};

/// Finds the last quoted text that begins before a byte. Reads the file as the parser does, but sees no more
/// than where texts and comments begin.
class QuoteFinder {
  public:
    explicit QuoteFinder(std::string_view text) : text_(text) {}

    Quoted last_before(std::size_t limit) {
        while (at_ < std::min(limit, text_.size())) {
            step();
        }
        return found_;
    }

  private:
    void step() {
        const char c = text_[at_];
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
        const bool is_followed = next == ' ' || next == '\n' || next == '\r';
        const bool is_spaced = at_ == 0 || text_[at_ - 1] == ' ' || text_[at_ - 1] == '\n';
        if (c == '\n') {
            begins_ = true;
            ++line_;
            line_start_ = at_ + 1;
        } else if (c == '#' && is_spaced) {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return;
        } else if (begins_ && (c == '"' || c == '\'')) {
            return skip_quoted(c);
        } else if (begins_ && (c == '|' || c == '>')) {
            return skip_block();
        } else if ((begins_ && (c == '[' || c == '{')) ||
                   (depth_ > 0 && (c == ',' || c == '[' || c == '{')) || (c == ':' && is_followed)) {
            depth_ += c == '[' || c == '{' ? 1 : 0;
            begins_ = true;
        } else if (depth_ > 0 && (c == ']' || c == '}')) {
            --depth_;
            begins_ = false;
        } else if (c != ' ' && c != '\r' && !(begins_ && c == '-' && is_followed)) {
            begins_ = false;
        }
        ++at_;
    }
    void skip_quoted(char quote) {
        found_ = {{line_, static_cast<std::uint32_t>(at_ - line_start_) + 1}, std::string_view::npos};
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            } else if (quote == '"' ? text_[at_] == '\\' : text_.substr(at_).starts_with("''")) {
                ++at_; // what it escapes
            } else if (text_[at_] == quote) {
                found_.end = ++at_;
                break;
            }
        }
        begins_ = false;
    }
    /// Lines that are indented more than the one with the sign.
    void skip_block() {
        const std::size_t indentation = text_.find_first_not_of(' ', line_start_) - line_start_;
        do {
            at_ = std::min(text_.find('\n', at_), text_.size());
            if (at_ == text_.size()) {
                return;
            }
            ++line_;
            line_start_ = ++at_;
        } while (std::min(text_.find_first_not_of(' ', at_), text_.size()) - at_ > indentation ||
                 text_.substr(at_).starts_with('\n'));
        begins_ = true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::uint32_t line_ = 1;
    std::size_t depth_ = 0; // of `[` and `{`
    bool begins_ = true;    // a text may begin here
    Quoted found_{};
};

/// The parser did not expect what is at the location.
bool is_misplaced(const TextFault& fault) noexcept {
    constexpr std::array<std::string_view, 8> messages = {
        "end of map not found", "end of sequence not found",
        "illegal map value",    "illegal map key",
        "illegal block entry",  "illegal flow end",
        "unknown token",        "the referenced anchor is not defined"};
    return std::find(messages.begin(), messages.end(), fault.message) != messages.end();
}

/// What is wrong with the quote before a fault: nothing closes it, or it is closed too early.
std::optional<TextFault> quote_fault(std::string_view text, const TextFault& fault) {
    const bool is_end = fault.message == "illegal EOF in scalar";
    if (!is_end && !is_misplaced(fault)) {
        return std::nullopt;
    }
    const std::size_t at = offset_of(text, fault.location);
    const Quoted quoted = QuoteFinder(text).last_before(at);
    if (quoted.begin.line == 0) {
        return std::nullopt;
    }
    if (is_end && quoted.end == std::string_view::npos) {
        return TextFault{quoted.begin, "not valid YAML: nothing closes this quote"};
    }
    if (quoted.end > at ||
        text.substr(quoted.end, at - quoted.end).find_first_not_of(' ') != std::string_view::npos ||
        text.substr(at).starts_with('\n')) {
        return std::nullopt;
    }
    return TextFault{fault.location,
                     "not valid YAML: the quoted text that begins in line " +
                         std::to_string(quoted.begin.line) + " column " +
                         std::to_string(quoted.begin.column) +
                         " ends before this; close it where it should end, and write a quote inside "
                         "it as " +
                         (text[quoted.end - 1] == '"' ? "`\\\"`" : "`''`")};
}

/// Faults of the parser whose location is behind the sign that brought it there.
constexpr auto places_behind = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"unexpected character in block scalar", "|>"},
    {"alias not found after *", "*"},
    {"illegal character found while scanning alias", "*"},
    {"anchor not found after &", "&"},
    {"illegal character found while scanning anchor", "&"},
    {"tag handle with no suffix", "!"},
    {"end of verbatim tag not found", "!"},
});

/// A text that begins with a sign of YAML's own, at the location of a fault or just before it.
std::optional<TextFault> sign_fault(std::string_view text, const TextFault& fault) {
    constexpr std::string_view signs = "*&!|>@`%?-,]}[{";
    const auto* const behind = std::find_if(places_behind.begin(), places_behind.end(),
                                            [&](const auto& pair) { return fault.message == pair.first; });
    if (behind == places_behind.end() && !is_misplaced(fault)) {
        return std::nullopt;
    }
    const std::string_view line = line_of(text, fault.location.line);
    std::size_t at = std::min<std::size_t>(fault.location.column - 1, line.size());
    if (behind != places_behind.end()) {
        at = line.find_last_of(behind->second, at);
    }
    if (at >= line.size() || signs.find(line[at]) == std::string_view::npos ||
        (at > 0 && std::string_view(" [{,").find(line[at - 1]) == std::string_view::npos)) {
        return std::nullopt;
    }
    const std::string_view rest = line.substr(at);
    const std::string_view word = rest.substr(0, rest.find_first_of(" ,:\r", 1));
    return TextFault{{fault.location.line, static_cast<std::uint32_t>(at) + 1},
                     "not valid YAML: a text that begins with `" + std::string(1, line[at]) +
                         "` needs quotes, as in " + quote("\"" + std::string(word) + "\"")};
}

/// What is in the way of the sign that closes a list or mapping, such as the second colon of `{ a: b: c }`.
/// At the end of the file the parser names the first byte.
std::string obstacle(std::string_view text, SourceLocation opening, SourceLocation location) {
    return offset_of(text, location) <= offset_of(text, opening)
               ? ""
               : " before line " + std::to_string(location.line) + " column " +
                     std::to_string(location.column) +
                     "; close it there, or look for a missing comma or quotes";
}

} // namespace

TextFault explain_yaml_error(std::string_view text, const TextFault& fault, SourceLocation innermost) {
    // The parser takes a tab for part of what follows, and complains about that.
    const SourceLocation tab = tab_in_indentation(text, fault.location.line);
    if (tab.line != 0) {
        return {tab, "not valid YAML: a tab in the indentation, use blanks"};
    }
    if (auto better = quote_fault(text, fault); better || (better = sign_fault(text, fault))) {
        return *std::move(better);
    }
    for (const Explanation& explanation : explanations) {
        if (fault.message == explanation.parser) {
            const std::string message = "not valid YAML: " + std::string(explanation.ours);
            return explanation.at_opening
                       ? TextFault{innermost, message + obstacle(text, innermost, fault.location)}
                       : TextFault{inside(text, fault.location), message};
        }
    }
    if (fault.message.starts_with("unknown escape character")) { // the location is behind it
        return {{fault.location.line, fault.location.column - 2},
                "not valid YAML: no such escape; write the backslash twice"};
    }
    // Behind a colon the parser repeats the file, be it controls or a part of a character.
    const std::size_t end = std::min(fault.message.find(": "), fault.message.size());
    std::string message = "not valid YAML: " + fault.message.substr(0, end);
    if (end != fault.message.size()) {
        message += " " + quote(std::string_view(fault.message).substr(end + 2));
    }
    return {inside(text, fault.location), std::move(message)};
}

} // namespace autodiscover
