// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_reader.hpp"

#include "xml_parser.hpp"

#include "autodiscover/base/text.hpp"

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace autodiscover {

namespace {

namespace xerces = xercesc;

/// "!DOCTYPE" anywhere, in any encoding that we read: NUL octets are skipped, so that UTF-16 is covered. It
/// is the second lock beside XERCES_DISABLE_DTD, for the WF scanner never calls a LexicalHandler's startDTD.
/// No client has reason to write the word in a comment, so nobody loses by the short cut.
bool holds_doctype(std::string_view document) {
    constexpr std::string_view word = "DOCTYPE";
    for (std::size_t i = document.find('!'); i != std::string_view::npos; i = document.find('!', i + 1)) {
        std::size_t matched = 0;
        for (std::size_t k = i + 1; k < document.size() && matched < word.size(); ++k) {
            if (document[k] == word[matched]) {
                ++matched;
            } else if (document[k] != '\0') {
                break;
            }
        }
        if (matched == word.size()) {
            return true;
        }
    }
    return false;
}

/// Seen before Xerces reads, since it compares each attribute with all others of its element before it calls
/// the handler.
bool has_many_equals_signs(std::string_view document) {
    std::size_t count = 0;
    for (std::size_t i = document.find('='); i != std::string_view::npos; i = document.find('=', i + 1)) {
        ++count;
    }
    return count > xml_equals_signs_limit;
}

/// Two octets a character: a byte order mark, or "<" beside a NUL.
bool is_utf16(std::string_view document) {
    using namespace std::string_view_literals;
    for (const std::string_view start : {"\xff\xfe"sv, "\xfe\xff"sv, "<\0"sv, "\0<"sv}) {
        if (document.starts_with(start)) {
            return true;
        }
    }
    return false;
}

std::string_view without_nul_at_end(std::string_view document, std::size_t width) {
    document.remove_suffix(document.size() % width);
    const std::string_view nul("\0\0", width);
    while (document.ends_with(nul)) {
        document.remove_suffix(width);
    }
    return document;
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
    const bool wide = is_utf16(document);
    document = without_nul_at_end(document, wide ? 2 : 1);
    if (!wide) {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (document.starts_with(byte_order_mark)) {
            document.remove_prefix(byte_order_mark.size());
        }
        while (!document.empty() && is_blank(document.front())) {
            document.remove_prefix(1);
        }
        // Xerces drops sequences above U+10FFFF (f7 80 80 80) without a word, when enough stands before them.
        if (!is_utf8(document)) {
            return Error{"the document is not UTF-8"};
        }
    }
    if (holds_doctype(document)) {
        return Error{"a document type is declared"};
    }
    if (has_many_equals_signs(document)) {
        return Error{"there are too many attributes"};
    }
    // Forced: whatever the declaration says, eight-bit documents are UTF-8 (.NET declares utf-16 in them).
    const XMLCh* const encoding = wide ? nullptr : xerces::XMLUni::fgUTF8EncodingString;
    thread_local XmlElements last;
    thread_local std::unique_ptr<XmlParser> parser;
    try {
        if (parser == nullptr) {
            parser = std::make_unique<XmlParser>();
        }
        const Result<std::span<const XmlElement>> elements = parser->read(document, encoding, last);
        if (parser->is_worn()) { // now, at the cost of who wore it out, not of who comes next
            parser = std::make_unique<XmlParser>();
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

} // namespace autodiscover
