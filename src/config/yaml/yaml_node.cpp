// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

SourceLocation YamlNode::location_of(std::size_t at) const noexcept {
    const std::string_view before = text.substr(0, at);
    if (!as_written || before.find('\n') != std::string_view::npos) {
        return location;
    }
    return {location.line, location.column + (quoted ? 1U : 0U) + static_cast<std::uint32_t>(before.size())};
}

const YamlEntry* YamlNode::find(std::string_view key) const noexcept {
    for (const YamlEntry& entry : entries) {
        if (entry.key == key) {
            return &entry;
        }
    }
    return nullptr;
}

std::string describe(const YamlNode& node) {
    switch (node.kind) {
    case YamlNode::Kind::null:
        return "nothing";
    case YamlNode::Kind::sequence:
        return "a list";
    case YamlNode::Kind::mapping:
        return "a mapping";
    default:
        return quote(node.text);
    }
}

std::optional<bool> meant_boolean(const YamlNode& node) noexcept {
    constexpr std::array<std::string_view, 8> affirmative = {"true",    "yes",    "y",      "on",
                                                             "enabled", "enable", "active", "1"};
    constexpr std::array<std::string_view, 9> negative = {"false",   "no",   "n",     "off", "disabled",
                                                          "disable", "none", "never", "0"};
    const auto is_text = [&](std::string_view word) { return equals_ignoring_case(node.text, word); };
    if (std::any_of(affirmative.begin(), affirmative.end(), is_text)) {
        return true;
    }
    return std::any_of(negative.begin(), negative.end(), is_text) ? std::optional(false) : std::nullopt;
}

bool is_false(const YamlNode& node) noexcept {
    return node.kind == YamlNode::Kind::scalar && !node.quoted && equals_ignoring_case(node.text, "false");
}

void refuse_duplicates(const Source& source, YamlNode& mapping) {
    std::vector<YamlEntry*> sorted;
    for (YamlEntry& entry : mapping.entries) {
        sorted.push_back(&entry);
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const YamlEntry* a, const YamlEntry* b) { return a->key < b->key; });
    const YamlEntry* first = nullptr;
    for (YamlEntry* const entry : sorted) {
        if (first == nullptr || first->key != entry->key) {
            first = entry;
            continue;
        }
        std::string message = "duplicate key " + quote(entry->key) + ", it stands in line ";
        message.append(std::to_string(first->key_location.line));
        source.error(entry->key_location, message.append(" already"));
        entry->value.weight = 0; // of no other node
    }
    std::erase_if(mapping.entries, [](const YamlEntry& entry) { return entry.value.weight == 0; });
}

} // namespace autodiscover
