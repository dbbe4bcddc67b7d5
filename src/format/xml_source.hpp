// SPDX-License-Identifier: MIT
#pragma once
/// What is removed from a document, or refused, before Xerces reads it; private to xml_reader.cpp.
/// Thread safety: pure functions.

#include "autodiscover/base/result.hpp"
#include "autodiscover/format/xml_reader.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

struct XmlSource {
    std::string_view document;
    bool is_utf16; // otherwise it is UTF-8, whatever its declaration says (.NET declares utf-16 in UTF-8)
};

/// Refuses what Xerces must not see, or would take long to read; forgives what clients send by mistake.
Result<XmlSource> xml_source_of(std::string_view document, const XmlLimits& limits);

/// Puts spaces in place of a DOCTYPE in UTF-8, so that Xerces does not see it. One with declarations is
/// refused: its end cannot be found without reading them.
Result<std::string> without_doctype(std::string_view document);

} // namespace autodiscover
