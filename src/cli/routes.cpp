// SPDX-License-Identifier: MIT
#include "autodiscover/cli/routes.hpp"

#include "autodiscover/cli/console.hpp"
#include "autodiscover/responder/router.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace autodiscover {

namespace {

using Row = std::array<std::string, 4>;

std::string_view rule(Route::Match match) {
    switch (match) {
    case Route::Match::exact:
        return "exact";
    case Route::Match::ignoring_case:
        return "any case";
    case Route::Match::prefix_ignoring_case:
        break;
    }
    return "prefix, any case";
}

std::vector<Row> rows() {
    std::vector<Row> found = {{"PATH", "METHODS", "MATCH", "PROTOCOL"}};
    for (const Protocol* const protocol : all_protocols()) {
        for (const Route& route : protocol->routes) {
            found.push_back({std::string(route.path),
                             std::string(route.methods == any_method ? "any" : allow_header(route)),
                             std::string(rule(route.match)), std::string(protocol->name)});
        }
    }
    return found;
}

} // namespace

std::string routes_table() {
    const std::vector<Row> all = rows();
    std::array<std::size_t, 4> width{};
    for (const Row& row : all) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            width[i] = std::max(width[i], row[i].size());
        }
    }
    std::string table;
    for (const Row& row : all) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            table += row[i];
            table += i + 1 < row.size() ? std::string(width[i] + 2 - row[i].size(), ' ') : "\n";
        }
    }
    return table;
}

int routes_command() {
    return print(routes_table());
}

} // namespace autodiscover
