// SPDX-License-Identifier: MIT
#include "autodiscover/import/import.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/cli/console.hpp"
#include "autodiscover/config/yaml/text_file.hpp"
#include "imported.hpp"

namespace autodiscover {

namespace {

constexpr std::size_t longest_file = std::size_t{4} << 20U;

ExitCode fail(Report& report, ExitCode status) {
    print_findings(report.take(), Findings::errors);
    return status;
}

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return text.substr(text.starts_with(mark) ? mark.size() : 0);
}

std::optional<Imported> convert(const Source& source, std::string_view text) {
    if (const std::optional<TextFault> fault = find_text_fault(text)) {
        source.error(fault->location, fault->message);
        return std::nullopt;
    }
    const std::string_view content = trim(text);
    // A TOML file may begin with "[" too: [section] at the end of its line, and not an object within.
    const bool is_json = content.starts_with('{') ||
                         (content.starts_with('[') && trim(content.substr(1)).find_first_of("{]") == 0);
    std::optional<ForeignValue> root = is_json ? parse_json(source, text) : parse_toml(source, text);
    if (!root) {
        return std::nullopt;
    }
    return is_json ? import_automx2(source, *root) : import_predecessor(source, *root);
}

} // namespace

int import_command(const std::string& file) {
    Report report;
    const Source source(report, file);
    const Result<std::string> text = read_file(file, longest_file);
    if (!text) {
        source.error({}, "cannot be read: " + text.error().message);
        return fail(report, exit_no_input);
    }
    const std::optional<Imported> imported = convert(source, without_byte_order_mark(*text));
    if (!imported) {
        return fail(report, exit_data);
    }
    return print(to_yaml(*imported));
}

} // namespace autodiscover
