// SPDX-License-Identifier: MIT
// Any bytes through the reader of XML, as a request and as a document: limits hold, texts are UTF-8, a
// document type is never read, and one document leaves nothing behind for the next.
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <span>
#include <string>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

void check_text(const std::string& text, const XmlLimits& limits) {
    require(text.size() <= limits.text && is_xml_text(text), "a text is short and UTF-8", text);
}

void check_elements(std::span<const XmlElement> elements, const XmlLimits& limits) {
    require(!elements.empty() && elements.size() <= limits.elements, "a document has a root");
    std::size_t deepest = 0; // that the next element can have
    for (const XmlElement& element : elements) {
        require(element.depth <= deepest && element.depth < limits.depth, "elements are nested");
        require((element.depth == 0) == (&element == elements.data()), "there is one root");
        require(!element.local_name.empty(), "an element has a name");
        check_text(element.text, limits);
        check_text(element.local_name, limits);
        check_text(element.name_space, limits);
        require(limits.attributes || element.attributes.empty(), "a request has no attributes");
        for (const XmlAttribute& attribute : element.attributes) {
            require(!attribute.local_name.empty(), "an attribute has a name");
            check_text(attribute.local_name, limits);
            check_text(attribute.value, limits);
        }
        deepest = element.depth + 1;
    }
}

/// What is known of a document, as one text; attributes last, so that a request can be compared with it.
std::string written(const Result<std::span<const XmlElement>>& elements, bool with_attributes) {
    if (!elements) {
        return elements.error().message;
    }
    std::string out;
    for (const XmlElement& e : *elements) {
        out += std::to_string(e.depth) + "{" + e.name_space + "}" + e.local_name + "=" + e.text + "\n";
        for (std::size_t i = 0; with_attributes && i < e.attributes.size(); ++i) {
            out += e.attributes[i].local_name + "=" + e.attributes[i].value + "\n";
        }
    }
    return out;
}

void check_as_request(std::string_view document) {
    const auto elements = read_xml(document);
    if (elements) {
        check_elements(*elements, xml_limits_of_requests);
        require(document.find("<!DOCTYPE") == std::string_view::npos, "a document type is refused");
    }
    const bool is_read = elements.ok();
    const std::string first = written(elements, false);
    require(written(read_xml(document), false) == first, "a document reads the same twice");
    if (is_read) {
        require(written(read_xml(document, xml_limits_of_documents), false) == first,
                "a request is a document too");
    }
}

void check_as_document(std::string_view document) {
    const auto elements = read_xml(document, xml_limits_of_documents);
    if (elements) {
        check_elements(*elements, xml_limits_of_documents);
    }
    const std::string first = written(elements, true);
    require(written(read_xml(document, xml_limits_of_documents), true) == first,
            "a document reads the same twice");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const std::string_view document(reinterpret_cast<const char*>(data), size);
    check_as_request(document);
    check_as_document(document);
    const auto good = read_xml("<a xmlns='b'>c<d/></a>");
    require(good && good->size() == 2 && good->front().text == "c" && good->back().name_space == "b",
            "a good document is read after any other");
    return 0;
}
