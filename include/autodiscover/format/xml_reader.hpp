// SPDX-License-Identifier: MIT
#pragma once
/// Reads small XML documents from strangers, with Xerces-C++ SAX2 behind brakes: no DTD in any form, bounded
/// depth, bounded text. Thread safety: read_xml may run in any number of threads at once (each has a parser
/// of its own, kept between documents); initialize_xml must have run before, and once.

#include "autodiscover/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// One element, in document order.
struct XmlElement {
    std::size_t depth = 0;  // 0: the root
    std::string name_space; // namespace URI, empty: none
    std::string local_name;
    std::string text; // its own character data, untrimmed, UTF-8
};

constexpr std::size_t xml_depth_limit = 32; // 64 KiB of nested elements cost Xerces 950 ms without a limit
constexpr std::size_t xml_text_limit = 512; // octets of text in one element; no address or schema is longer

/// Must be called at the top of main, before any thread: it switches DTDs off for the whole process.
void initialize_xml();

/// All elements of a document. Errors: malformed, any DOCTYPE, too deep, too long a text, an encoding that
/// lies. White space before an XML declaration and NUL octets at the end are forgiven: clients send both.
Result<std::vector<XmlElement>> read_xml(std::string_view document);

} // namespace autodiscover
