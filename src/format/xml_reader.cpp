// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_reader.hpp"

#include "xml_memory.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/base/utf16.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/SecurityManager.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace autodiscover {

namespace {

namespace xerces = xercesc;

/// Thrown through Xerces by our own handler; it ends in read_xml.
struct Refused {
    const char* why;
};

/// Collects the elements of one document and refuses what no client needs.
class Collector : public xerces::DefaultHandler {
  public:
    std::vector<XmlElement> elements;

    void reset() {
        elements.clear();
        elements.reserve(8); // a real request has four
        depth_ = 0;
        last_uri_ = nullptr;
    }

    void startElement(const XMLCh* uri, const XMLCh* local_name, const XMLCh* /*qualified*/,
                      const xerces::Attributes& /*attributes*/) override {
        if (depth_ == xml_depth_limit) {
            throw Refused{"the elements are nested too deep"};
        }
        XmlElement& element = elements.emplace_back();
        element.depth = depth_;
        if (uri == last_uri_ && elements.size() > 1) {
            element.name_space = elements[elements.size() - 2].name_space;
        } else {
            append_bounded(uri, xerces::XMLString::stringLen(uri), element.name_space);
            last_uri_ = uri;
        }
        append_bounded(local_name, xerces::XMLString::stringLen(local_name), element.local_name);
        open_[depth_++] = elements.size() - 1;
    }

    void endElement(const XMLCh* /*uri*/, const XMLCh* /*local_name*/, const XMLCh* /*qualified*/) override {
        --depth_;
    }

    void characters(const XMLCh* text, XMLSize_t size) override {
        append_bounded(text, size, elements[open_[depth_ - 1]].text);
    }

    // GCOVR_EXCL_START: further locks; this scanner knows no entities, and every error is fatal to it
    xerces::InputSource* resolveEntity(const XMLCh* /*public_id*/, const XMLCh* /*system_id*/) override {
        throw Refused{"an external entity is named"};
    }
    void error(const xerces::SAXParseException& /*exception*/) override {
        throw Refused{"the document breaks the rules of namespaces"};
    }
    // GCOVR_EXCL_STOP
    void fatalError(const xerces::SAXParseException& /*exception*/) override {
        throw Refused{"the document is not well-formed"};
    }

  private:
    static void append_bounded(const XMLCh* text, std::size_t size, std::string& out) {
        if (size > xml_text_limit - out.size()) {
            throw Refused{"a text is too long"};
        }
        append_utf8({text, size}, out);
        if (out.size() > xml_text_limit) {
            throw Refused{"a text is too long"};
        }
    }

    std::size_t depth_ = 0;
    const XMLCh* last_uri_ = nullptr;                 // in the pool of the parser: one pointer for one name
    std::array<std::size_t, xml_depth_limit> open_{}; // the elements that are open, by depth
};

/// A parser and what it needs, made once per thread: a new one costs three times the instructions.
class Parser {
  public:
    Parser() : reader_(xerces::XMLReaderFactory::createXMLReader(&memory_)) {
        // This scanner knows no DTD, no schema and no grammar: it would skip a DOCTYPE, not read it. Entities
        // can then be none but the five of XML itself, which it counts too: 0 would refuse every "&amp;".
        reader_->setProperty(xerces::XMLUni::fgXercesScannerName,
                             const_cast<XMLCh*>(xerces::XMLUni::fgWFXMLScanner)); // NOLINT: only read
        security_.setEntityExpansionLimit(xml_text_limit);
        reader_->setProperty(xerces::XMLUni::fgXercesSecurityManager, &security_);
        reader_->setFeature(xerces::XMLUni::fgSAX2CoreValidation, false);
        reader_->setFeature(xerces::XMLUni::fgXercesSchema, false);
        reader_->setFeature(xerces::XMLUni::fgXercesLoadExternalDTD, false);
        reader_->setFeature(xerces::XMLUni::fgXercesDisableDefaultEntityResolution, true);
        reader_->setContentHandler(&collector_);
        reader_->setEntityResolver(&collector_);
        reader_->setErrorHandler(&collector_);
    }

    std::vector<XmlElement> parse(std::string_view document, const XMLCh* encoding) {
        static const XMLCh no_name[] = {0};
        xerces::MemBufInputSource source(reinterpret_cast<const XMLByte*>(document.data()), document.size(),
                                         no_name, false, &memory_);
        source.setCopyBufToStream(false);
        if (encoding != nullptr) {
            source.setEncoding(encoding);
        }
        collector_.reset();
        reader_->parse(source);
        return std::move(collector_.elements);
    }

  private:
    XmlMemory memory_; // first, so that it goes last
    xerces::SecurityManager security_;
    Collector collector_;
    std::unique_ptr<xerces::SAX2XMLReader> reader_;
};

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

Result<std::vector<XmlElement>> parse(std::string_view document) {
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
    thread_local std::unique_ptr<Parser> parser;
    if (parser == nullptr) {
        parser = std::make_unique<Parser>();
    }
    try {
        // Forced: whatever the declaration says, eight-bit documents are UTF-8 (.NET declares utf-16 in
        // them).
        return parser->parse(document, wide ? nullptr : xerces::XMLUni::fgUTF8EncodingString);
    } catch (const xerces::OutOfMemoryException&) {
        parser.reset();
        throw std::bad_alloc();
    } catch (const std::bad_alloc&) { // from our handler
        parser.reset();
        throw;
    }
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

Result<std::vector<XmlElement>> read_xml(std::string_view document) {
    try {
        return parse(document);
    } catch (const Refused& refused) {
        return Error{refused.why};
        // GCOVR_EXCL_START: no memory for a new parser; or what the scanner is free to throw, but never does
    } catch (const xerces::OutOfMemoryException&) {
        throw std::bad_alloc();
    } catch (const xerces::XMLException&) {
        return Error{"the document is not well-formed"};
    } catch (const xerces::SAXException&) {
        return Error{"the document is not well-formed"};
    } // GCOVR_EXCL_STOP
}

} // namespace autodiscover
