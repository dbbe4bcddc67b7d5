// SPDX-License-Identifier: MIT
// Any octets through the reader of XML: bounds hold, texts are UTF-8, a document type is never read, and one
// document leaves nothing behind for the next.
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <span>
#include <string>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

void check_elements(std::span<const XmlElement> elements) {
    require(!elements.empty(), "a document has a root");
    std::size_t deepest = 0; // that the next element may stand
    for (const XmlElement& element : elements) {
        require(element.depth <= deepest && element.depth < xml_depth_limit, "elements are nested");
        require((element.depth == 0) == (&element == elements.data()), "there is one root");
        require(!element.local_name.empty(), "an element has a name");
        for (const std::string* text : {&element.text, &element.local_name, &element.name_space}) {
            require(text->size() <= xml_text_limit && is_xml_text(*text), "a text is short and UTF-8", *text);
        }
        deepest = element.depth + 1;
    }
}

/// What is known of a document, as one text.
std::string written(const Result<std::span<const XmlElement>>& elements) {
    if (!elements) {
        return elements.error().message;
    }
    std::string out;
    for (const XmlElement& e : *elements) {
        out += std::to_string(e.depth) + "{" + e.name_space + "}" + e.local_name + "=" + e.text + "\n";
    }
    return out;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const std::string_view document(reinterpret_cast<const char*>(data), size);
    const auto elements = read_xml(document);
    if (elements) {
        check_elements(*elements);
        require(document.find("<!DOCTYPE") == std::string_view::npos, "a document type is refused");
    }
    const std::string first = written(elements);
    require(written(read_xml(document)) == first, "a document reads the same twice");
    const auto good = read_xml("<a xmlns='b'>c<d/></a>");
    require(good && good->size() == 2 && good->front().text == "c" && good->back().name_space == "b",
            "a good document is read after any other");
    return 0;
}
