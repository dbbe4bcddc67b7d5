// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml_tree.hpp"

#include "autodiscover/base/text.hpp"

namespace autodiscover {

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

bool is_false(const YamlNode& node) noexcept {
    return node.kind == YamlNode::Kind::scalar && !node.quoted && equals_ignoring_case(node.text, "false");
}

} // namespace autodiscover
