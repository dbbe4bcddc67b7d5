// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml_error.hpp"

#include "autodiscover/config/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

struct Explanation {
    std::string_view parser; // message of yaml-cpp 0.7.0, exceptions.h
    std::string_view ours;
    bool at_opening = false; // the place that helps is where the list or mapping begins
};

constexpr auto explanations = std::to_array<Explanation>({
    {"illegal EOF in scalar", "the file ends inside a quoted text"},
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
Place tab_in_indentation(std::string_view text, std::uint32_t line) {
    const std::string_view content = line_of(text, line);
    const std::size_t end = std::min(content.find_first_not_of(" \t"), content.size());
    const std::size_t tab = content.substr(0, end).find('\t');
    return tab == std::string_view::npos ? Place{} : Place{line, static_cast<std::uint32_t>(tab) + 1};
}

/// The parser counts on behind the end of the file, where an escape is cut there.
Place inside(std::string_view text, Place place) {
    const auto end = static_cast<std::uint32_t>(line_of(text, place.line).size()) + 1;
    return {place.line, std::min(place.column, end)};
}

} // namespace

TextFault explain_yaml_error(std::string_view text, const TextFault& fault, Place innermost) {
    // The parser takes a tab for part of what follows, and complains about that.
    const Place tab = tab_in_indentation(text, fault.place.line);
    if (tab.line != 0) {
        return {tab, "not valid YAML: a tab in the indentation, use blanks"};
    }
    for (const Explanation& explanation : explanations) {
        if (fault.message == explanation.parser) {
            return {explanation.at_opening ? innermost : inside(text, fault.place),
                    "not valid YAML: " + std::string(explanation.ours)};
        }
    }
    if (fault.message.starts_with("unknown escape character")) { // the place is behind it
        return {{fault.place.line, fault.place.column - 2},
                "not valid YAML: no such escape; write the backslash twice"};
    }
    // Behind a colon the parser repeats the file, be it controls or a part of a character.
    const std::size_t end = std::min(fault.message.find(": "), fault.message.size());
    std::string message = "not valid YAML: " + fault.message.substr(0, end);
    if (end != fault.message.size()) {
        message += " " + quote(std::string_view(fault.message).substr(end + 2));
    }
    return {inside(text, fault.place), std::move(message)};
}

} // namespace autodiscover
