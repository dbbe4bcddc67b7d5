// SPDX-License-Identifier: MIT
#include "autodiscover/format/html_writer.hpp"

#include "autodiscover/format/xml_text.hpp"

#include <stdexcept>

namespace autodiscover {

void HtmlWriter::doctype() {
    out_.put("<!DOCTYPE html>\n");
}

void HtmlWriter::start_tag(std::string_view name, Attributes attributes) {
    out_.put("<").put(name);
    for (const Attribute& attribute : attributes) {
        if (!attribute.name.empty()) {
            out_.put(" ").put(attribute.name);
        }
        if (!attribute.name.empty() && attribute.has_value) {
            out_.put("=\"");
            text(attribute.value);
            out_.put("\"");
        }
    }
    out_.put(">");
}

/// The line break is white space between two elements, and for whoever reads the source.
void HtmlWriter::end_tag(std::string_view name) {
    out_.put("</").put(name).put(">\n");
}

void HtmlWriter::text_element(std::string_view name, std::string_view content, Attributes attributes) {
    start_tag(name, attributes);
    text(content);
    end_tag(name);
}

void HtmlWriter::void_element(std::string_view name, Attributes attributes) {
    start_tag(name, attributes);
    out_.put("\n");
}

/// What XML escapes is more than HTML needs, and numeric references are the same in both.
void HtmlWriter::text(std::string_view content) {
    put_xml_text(out_, content);
}

void HtmlWriter::isolated(std::string_view content) {
    out_.put("<bdi>");
    text(content);
    out_.put("</bdi>"); // no line break, which a browser would show as a space
}

void HtmlWriter::raw_text_element(std::string_view name, std::string_view content) {
    if (content.find('<') != std::string_view::npos) {
        throw std::invalid_argument("a style or script must not hold \"<\"");
    }
    start_tag(name, {});
    out_.put(content);
    end_tag(name);
}

} // namespace autodiscover
