// SPDX-License-Identifier: MIT
#pragma once
/// Xerces' parser behind read_xml; private to xml_reader.cpp. Thread safety: none, a parser has its thread.

#include "xml_memory.hpp"

#include "autodiscover/base/utf16.hpp"
#include "autodiscover/format/xml_reader.hpp"

#include <cstddef>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/internal/XMLScanner.hpp>
#include <xercesc/parsers/SAXParser.hpp>
#include <xercesc/sax/HandlerBase.hpp>
#include <xercesc/sax/SAXException.hpp>
#include <xercesc/util/SecurityManager.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace autodiscover {

/// Thrown through Xerces; it ends in XmlParser::read.
struct XmlRefused {
    const char* why;
};

/// The elements of the document that a thread read last. They are used again for the next one, so that no
/// request has to allocate them.
class XmlElements {
  public:
    void clear() { size_ = 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::span<const XmlElement> all() const { return {elements_.data(), size_}; }
    XmlElement& operator[](std::size_t index) { return elements_[index]; }

    XmlElement& add() {
        if (size_ == elements_.size()) {
            elements_.emplace_back();
        }
        XmlElement& element = elements_[size_++];
        element.name_space.clear();
        element.local_name.clear();
        element.text.clear();
        element.attributes.clear();
        return element;
    }

  private:
    std::vector<XmlElement> elements_;
    std::size_t size_ = 0;
};

/// A base class, so that it is made before Xerces' parser and goes after it.
struct XmlParserMemory {
    XmlMemory memory;
};

/// A parser, kept by its thread for requests: a new one costs as much as three of them. It collects the
/// elements of one document after the other, as Xerces' scanner reports them, and refuses what no client
/// needs. SAX itself would cost a sixth more: it keeps prefixes and copies attributes.
class XmlParser : private XmlParserMemory, public xercesc::SAXParser {
  public:
    explicit XmlParser(const XmlLimits& limits)
        : SAXParser(nullptr, &memory), limits_(limits), open_(limits.depth) {
        // This scanner knows no DTD, no schema and no grammar: it would skip a DOCTYPE, not read it. Entities
        // can then be none but the five of XML itself, which it counts too: 0 would refuse every "&amp;".
        useScanner(xercesc::XMLUni::fgWFXMLScanner);
        security_.setEntityExpansionLimit(limits.references);
        setSecurityManager(&security_);
        setValidationScheme(Val_Never);
        setDoNamespaces(true);
        setLoadExternalDTD(false);
        setDisableDefaultEntityResolution(true);
        setDocumentHandler(&listener_);
        setErrorHandler(&listener_);
        setEntityResolver(&listener_);
        XmlElements elements;
        collect("<?xml version='1.0' encoding='utf-8'?><a xmlns='u'><b>c</b></a>", nullptr, elements);
        in_use_when_new_ = memory.in_use();
    }

    /// Throws std::bad_alloc alone; the parser must not be used after that.
    Result<std::span<const XmlElement>> read(std::string_view document, const XMLCh* encoding,
                                             XmlElements& elements) {
        try {
            collect(document, encoding, elements);
            return elements.all();
        } catch (const XmlRefused& refused) {
            return Error{refused.why};
        } catch (const xercesc::OutOfMemoryException&) {
            throw std::bad_alloc();
            // GCOVR_EXCL_START: what the scanner is free to throw, but never does
        } catch (const xercesc::XMLException&) {
            return Error{"the document is not well-formed"};
        } catch (const xercesc::SAXException&) {
            return Error{"the document is not well-formed"};
        } // GCOVR_EXCL_STOP
    }

    /// Whether the documents so far have left more names in Xerces' pools than those of a few schemas. The
    /// pools are never emptied, and their hash has no key: they would take all memory in the end, and names
    /// chosen to have one hash would make each document slower than the one before.
    [[nodiscard]] bool is_worn() const { return memory.in_use() > in_use_when_new_ + xml_names_limit; }

  private:
    void collect(std::string_view document, const XMLCh* encoding, XmlElements& elements) {
        static const XMLCh no_name[] = {0};
        xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(document.data()), document.size(),
                                          no_name, false, &memory);
        source.setCopyBufToStream(false);
        if (encoding != nullptr) {
            source.setEncoding(encoding);
        }
        elements.clear();
        elements_ = &elements;
        depth_ = 0;
        parse(source);
    }

    void startElement(const xercesc::XMLElementDecl& element, unsigned uri, const XMLCh* /*prefix*/,
                      const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, XMLSize_t attribute_count,
                      bool is_empty, bool /*is_root*/) override {
        if (depth_ == limits_.depth) {
            throw XmlRefused{"the elements are nested too deep"};
        }
        if (elements_->size() == limits_.elements) {
            throw XmlRefused{"there are too many elements"};
        }
        const std::size_t index = elements_->size();
        XmlElement& added = elements_->add();
        added.depth = depth_;
        if (index > 0 && uri == last_uri_) {
            added.name_space = (*elements_)[index - 1].name_space;
        } else {
            append_bounded(getScanner().getURIText(uri), added.name_space);
            last_uri_ = uri;
        }
        append_bounded(element.getBaseName(), added.local_name);
        for (XMLSize_t i = 0; limits_.attributes && i < attribute_count; ++i) {
            add_attribute(*attributes.elementAt(i), added);
        }
        if (!is_empty) {
            open_[depth_++] = index;
        }
    }

    void endElement(const xercesc::XMLElementDecl& /*element*/, unsigned /*uri*/, bool /*is_root*/,
                    const XMLCh* /*prefix*/) override {
        --depth_;
    }

    void docCharacters(const XMLCh* text, XMLSize_t size, bool /*is_cdata*/) override {
        append_bounded({text, size}, (*elements_)[open_[depth_ - 1]].text);
    }

    void error(unsigned /*code*/, const XMLCh* /*domain*/, ErrTypes type, const XMLCh* /*message*/,
               const XMLCh* /*system_id*/, const XMLCh* /*public_id*/, XMLFileLoc /*line*/,
               XMLFileLoc /*column*/) override {
        if (type != ErrType_Warning) {
            throw XmlRefused{"the document is not well-formed"};
        }
    }

    // GCOVR_EXCL_START: a further lock; this scanner knows no entities
    xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier* /*entity*/) override {
        throw XmlRefused{"an external entity is named"};
    }
    // GCOVR_EXCL_STOP

    void add_attribute(const xercesc::XMLAttr& attribute, XmlElement& element) const {
        const std::u16string_view name = attribute.getQName();
        if (name != u"xmlns" && !name.starts_with(u"xmlns:")) {
            XmlAttribute& added = element.attributes.emplace_back();
            append_bounded(attribute.getName(), added.local_name);
            append_bounded(attribute.getValue(), added.value);
        }
    }

    void append_bounded(std::u16string_view text, std::string& out) const {
        if (text.size() > limits_.text - out.size()) {
            throw XmlRefused{"a text is too long"};
        }
        append_utf8(text, out);
        if (out.size() > limits_.text) {
            throw XmlRefused{"a text is too long"};
        }
    }

    xercesc::HandlerBase listener_; // hears nothing: SAXParser is called by its scanner only if it has one
    xercesc::SecurityManager security_;
    const XmlLimits limits_;
    XmlElements* elements_ = nullptr; // of the document that is being read
    std::size_t depth_ = 0;
    unsigned last_uri_ = 0;         // of the element before
    std::vector<std::size_t> open_; // the elements that are open, by depth
    std::size_t in_use_when_new_ = 0;
};

} // namespace autodiscover
