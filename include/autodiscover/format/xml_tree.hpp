// SPDX-License-Identifier: MIT
#pragma once
/// Walks the elements that read_xml() returned, by local names. Thread safety: pure functions.

#include "autodiscover/format/xml_reader.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace autodiscover {

/// An element followed by all elements within it, as read_xml() returns a whole document. Empty: no such
/// element; the functions below then find nothing in it.
using XmlTree = std::span<const XmlElement>;

std::vector<XmlTree> children(XmlTree parent);

/// The first child of a name.
XmlTree child(XmlTree parent, std::string_view local_name) noexcept;

std::string_view name_of(XmlTree tree) noexcept;

/// Its own character data, trimmed.
std::string_view text_of(XmlTree tree) noexcept;

std::string_view attribute_of(XmlTree tree, std::string_view local_name) noexcept;

} // namespace autodiscover
