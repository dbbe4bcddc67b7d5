// SPDX-License-Identifier: MIT
#pragma once
/// Reads XML documents of others, with Xerces-C++ behind limits: bounded depth, texts and numbers, no entity
/// but the five of XML itself, no DTD. Thread safety: read_xml may run in any number of threads at once (each
/// has a parser of its own); initialize_xml must have run before, and once.

#include "autodiscover/base/result.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

struct XmlAttribute {
    std::string local_name;
    std::string value;
};

/// One element, in document order.
struct XmlElement {
    std::size_t depth = 0;  // 0: the root
    std::string name_space; // namespace URI, empty: none
    std::string local_name;
    std::string text; // its own character data, untrimmed, UTF-8
    std::vector<XmlAttribute>
        attributes; // without namespace declarations; empty unless XmlLimits asks for them
};

/// What a document may have at most.
struct XmlLimits {
    std::size_t bytes;
    std::size_t depth;
    std::size_t elements;
    std::size_t equals_signs; // in attributes or text; Xerces compares each attribute with its siblings
    std::size_t text;         // bytes of the text of an element, of a name, of the value of an attribute
    std::size_t references;   // to the five entities of XML, such as "&amp;"
    bool attributes;          // whether they are kept
    bool doctype;             // whether a DOCTYPE without declarations is skipped; false: each is an error
};

/// Requests of Autodiscover clients. A real one has four elements, three attributes and, in a LegacyDN, some
/// ten equals signs; no address or schema is longer than the text. `server.max_body` bounds the bytes.
/// Without these limits 64 KiB of nested elements cost Xerces 950 ms, 650 attributes 550 us.
inline constexpr XmlLimits xml_limits_of_requests = {
    .bytes = std::numeric_limits<std::size_t>::max(),
    .depth = 32,
    .elements = 64,
    .equals_signs = 64,
    .text = 512,
    .references = 512,
    .attributes = false,
    .doctype = false,
};

/// Documents for clients: autoconfig, replies of Autodiscover, property lists.
inline constexpr XmlLimits xml_limits_of_documents = {
    .bytes = std::size_t{256} * 1024,
    .depth = 32,
    .elements = 4096,
    .equals_signs = 4096,
    .text = std::size_t{16} * 1024,
    .references = std::size_t{64} * 1024, // more than fit into the bytes
    .attributes = true,
    .doctype = true,
};

constexpr std::size_t xml_names_limit = 4096; // bytes that requests may leave behind in a thread's parser

/// Must be called at the top of main, before any thread: it switches DTDs off for the whole process.
void initialize_xml();

/// All elements of a request, within xml_limits_of_requests; they are valid until the same thread reads the
/// next document. Errors: malformed, any DOCTYPE, over a limit, an encoding that lies. White space before an
/// XML declaration and NUL bytes at the end are forgiven: clients send both.
Result<std::span<const XmlElement>> read_xml(std::string_view document);

/// The same within other limits, by a parser for this document alone: it costs as much as three requests
/// more.
Result<std::span<const XmlElement>> read_xml(std::string_view document, const XmlLimits& limits);

} // namespace autodiscover
