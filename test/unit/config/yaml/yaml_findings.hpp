// SPDX-License-Identifier: MIT
#pragma once
/// What the reader of YAML says of a text, for the tests of its parts.

#include "autodiscover/config/yaml/yaml_tree.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>

namespace autodiscover::test {

/// All findings, a line each, in a file named "y".
inline std::string yaml_findings(std::string_view text) {
    Report report;
    const Source source(report, "y");
    const std::optional<YamlTree> tree = parse_yaml(source, std::string(text));
    std::string out;
    for (const Diagnostic& diagnostic : report.take()) {
        out += to_string(diagnostic) + "\n";
    }
    BOOST_CHECK_MESSAGE(tree.has_value() || !out.empty(), "no tree and no reason");
    return out;
}

} // namespace autodiscover::test
