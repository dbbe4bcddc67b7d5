// SPDX-License-Identifier: MIT
#include "foreign_value.hpp"

#define TOML_HEADER_ONLY 1 // one file includes it: no library to link, none to install
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;

/// The parser takes as many levels as there are dots, and its tables are destroyed by recursion: half a
/// million levels overflow the stack, a file of this size has room for 32,000. Real ones are 2 KiB.
constexpr std::size_t longest_toml = std::size_t{64} << 10U;

Kind kind_of(const toml::node& node) {
    return node.is_table()     ? Kind::table
           : node.is_array()   ? Kind::list
           : node.is_string()  ? Kind::text
           : node.is_boolean() ? Kind::boolean
           : node.is_integer() ? Kind::number
                               : Kind::other;
}

/// False when the tree is too deep.
bool convert(const toml::node& from, ForeignValue& to, std::size_t depth) {
    if (const toml::table* const table = from.as_table()) {
        std::vector<std::pair<std::string_view, const toml::node*>> entries;
        for (const auto& [key, node] : *table) {
            entries.emplace_back(key.str(), &node);
        }
        // The library sorts by key; people read in the order of the file.
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return a.second->source().begin < b.second->source().begin;
        });
        return depth < deepest_foreign_value &&
               std::all_of(entries.begin(), entries.end(), [&](const auto& entry) {
                   return convert(*entry.second, to.add(kind_of(*entry.second), entry.first), depth + 1);
               });
    }
    if (const toml::array* const list = from.as_array()) {
        return depth < deepest_foreign_value &&
               std::all_of(list->begin(), list->end(), [&](const auto& item) {
                   return convert(item, to.add(kind_of(item), ""), depth + 1);
               });
    }
    if (const auto* const text = from.as_string()) {
        to.text = text->get();
    } else if (const auto* const flag = from.as_boolean()) {
        to.text = flag->get() ? "true" : "false";
    } else if (const auto* const number = from.as_integer()) {
        to.text = std::to_string(number->get());
    } else {
        to.text = from.is_floating_point() ? "a number with a fraction" : "a date or time";
    }
    return true;
}

} // namespace

std::optional<ForeignValue> parse_toml(const Source& source, std::string_view text) {
    if (text.size() > longest_toml) {
        source.error({}, "is longer than 64 KiB, which no config.toml of this kind is");
        return std::nullopt;
    }
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
        const toml::source_position at = parsed.error().source().begin;
        source.error({at.line, at.column}, "not valid TOML: " + std::string(parsed.error().description()));
        return std::nullopt;
    }
    ForeignValue root;
    root.kind = Kind::table;
    if (!convert(parsed.table(), root, 0)) {
        source.error({}, "is nested too deeply");
        return std::nullopt;
    }
    return root;
}

} // namespace autodiscover
