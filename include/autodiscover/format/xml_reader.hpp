// SPDX-License-Identifier: MIT
#pragma once
/// Reads small XML documents from strangers, with Xerces-C++ SAX2 behind brakes: no DTD in any form, bounded
/// depth, bounded text. Thread safety: read_xml may run in any number of threads at once (each has a parser
/// of its own, kept between documents); initialize_xml must have run before, and once.

#include "autodiscover/base/result.hpp"

#include <cstddef>
#include <span>
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

// A real request has four elements, three attributes and, in a LegacyDN, some ten equals signs.
constexpr std::size_t xml_depth_limit = 32; // 64 KiB of nested elements cost Xerces 950 ms without a limit
constexpr std::size_t xml_elements_limit = 64;
constexpr std::size_t xml_equals_signs_limit = 64; // in attributes or text: 650 attributes cost Xerces 550 us
constexpr std::size_t xml_text_limit = 512;   // bytes of text in one element; no address or schema is longer
constexpr std::size_t xml_names_limit = 4096; // bytes that documents may leave behind in a thread's parser

/// Must be called at the top of main, before any thread: it switches DTDs off for the whole process.
void initialize_xml();

/// All elements of a document; they are valid until the same thread reads the next one. Errors: malformed,
/// any DOCTYPE, more than a limit above allows, an encoding that lies. White space before an XML declaration
/// and NUL octets at the end are forgiven: clients send both.
Result<std::span<const XmlElement>> read_xml(std::string_view document);

} // namespace autodiscover
