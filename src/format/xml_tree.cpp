// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_tree.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <cstddef>

namespace autodiscover {

namespace {

/// The tree of the element at `index` of a list in document order.
XmlTree tree_at(XmlTree elements, std::size_t index) noexcept {
    std::size_t end = index + 1;
    while (end < elements.size() && elements[end].depth > elements[index].depth) {
        ++end;
    }
    return elements.subspan(index, end - index);
}

} // namespace

std::vector<XmlTree> children(XmlTree parent) {
    std::vector<XmlTree> found;
    for (std::size_t at = 1; at < parent.size(); at += found.back().size()) {
        found.push_back(tree_at(parent, at));
    }
    return found;
}

XmlTree child(XmlTree parent, std::string_view local_name) noexcept {
    for (std::size_t at = 1; at < parent.size(); ++at) {
        if (parent[at].depth == parent.front().depth + 1 && parent[at].local_name == local_name) {
            return tree_at(parent, at);
        }
    }
    return {};
}

std::string_view name_of(XmlTree tree) noexcept {
    return tree.empty() ? std::string_view() : tree.front().local_name;
}

std::string_view text_of(XmlTree tree) noexcept {
    return tree.empty() ? std::string_view() : trim(tree.front().text);
}

std::string_view attribute_of(XmlTree tree, std::string_view local_name) noexcept {
    if (!tree.empty()) {
        for (const XmlAttribute& attribute : tree.front().attributes) {
            if (attribute.local_name == local_name) {
                return attribute.value;
            }
        }
    }
    return {};
}

} // namespace autodiscover
