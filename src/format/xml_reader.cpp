// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_reader.hpp"

#include "xml_parser.hpp"
#include "xml_source.hpp"

#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace autodiscover {

namespace {

namespace xerces = xercesc;

/// Null: Xerces finds out.
const XMLCh* encoding_of(const XmlSource& source) {
    return source.is_utf16 ? nullptr : xerces::XMLUni::fgUTF8EncodingString;
}

/// Those that read_xml returned last in this thread.
XmlElements& last_elements() {
    thread_local XmlElements last;
    return last;
}

} // namespace

void initialize_xml() {
    // GCOVR_EXCL_START: no memory for a name, or Xerces cannot read its own files
    if (setenv("XERCES_DISABLE_DTD", "1", 1) != 0) {
        throw std::runtime_error("the environment variable XERCES_DISABLE_DTD cannot be set");
    }
    try {
        xerces::XMLPlatformUtils::Initialize();
    } catch (const xerces::XMLException&) {
        throw std::runtime_error("Xerces does not start");
    }
    // GCOVR_EXCL_STOP
}

Result<std::span<const XmlElement>> read_xml(std::string_view document) {
    const Result<XmlSource> source = xml_source_of(document, xml_limits_of_requests);
    if (!source) {
        return source.error();
    }
    thread_local std::unique_ptr<XmlParser> parser;
    try {
        if (parser == nullptr) {
            parser = std::make_unique<XmlParser>(xml_limits_of_requests);
        }
        const Result<std::span<const XmlElement>> elements =
            parser->read(source->document, encoding_of(*source), last_elements());
        if (parser->is_worn()) { // now, at the cost of who wore it out, not of who comes next
            parser = std::make_unique<XmlParser>(xml_limits_of_requests);
        }
        return elements;
    } catch (const xerces::OutOfMemoryException&) { // from the constructor
        parser.reset();
        throw std::bad_alloc();
    } catch (const std::bad_alloc&) {
        parser.reset();
        throw;
    }
}

Result<std::span<const XmlElement>> read_xml(std::string_view document, const XmlLimits& limits) {
    const Result<XmlSource> source = xml_source_of(document, limits);
    if (!source) {
        return source.error();
    }
    const Result<std::string> skipped =
        limits.doctype ? without_doctype(source->document) : std::string(source->document);
    if (!skipped) {
        return skipped.error();
    }
    try {
        return XmlParser(limits).read(*skipped, encoding_of(*source), last_elements());
    } catch (const xerces::OutOfMemoryException&) { // from the constructor
        throw std::bad_alloc();
    }
}

} // namespace autodiscover
