// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_writer.hpp"

#include "autodiscover/base/text.hpp"

#include <array>
#include <stdexcept>

namespace autodiscover {

namespace {

/// What happens to an octet on its way out.
enum class Care : unsigned char { copy, escape, check };

constexpr std::array<Care, 256> care_table = [] {
    std::array<Care, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = i < 0x20 || i >= 0x80 ? Care::check : Care::copy;
    }
    // The carriage return too: a reader would turn a literal one into a line feed (XML 1.0 section 2.11).
    for (const char c : {'&', '<', '>', '"', '\'', '\r', '\n', '\t'}) {
        table[static_cast<unsigned char>(c)] = Care::escape;
    }
    return table;
}();

constexpr std::string_view reference(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\r':
        return "&#13;";
    case '\n':
        return "&#10;";
    default:
        return "&#9;";
    }
}

} // namespace

void XmlWriter::escape(std::string_view text, std::string& out) {
    bool checked = false;
    std::size_t clean = 0; // start of what has not been copied yet
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Care care = care_table[static_cast<unsigned char>(text[i])];
        if (care == Care::copy) {
            continue;
        }
        if (care == Care::escape) {
            out.append(text.substr(clean, i - clean)).append(reference(text[i]));
            clean = i + 1;
        } else if (!checked) {
            if (!is_xml_text(text)) {
                throw std::invalid_argument("text that XML cannot carry");
            }
            checked = true;
        }
    }
    out.append(text.substr(clean));
}

void XmlWriter::declaration() {
    out_.append(R"(<?xml version="1.0" encoding="UTF-8"?>)"
                "\n");
}

void XmlWriter::doctype(std::string_view root, std::string_view public_id, std::string_view system_id) {
    out_.append("<!DOCTYPE ").append(root).append(" PUBLIC \"").append(public_id).append("\" \"");
    out_.append(system_id).append("\">\n");
}

void XmlWriter::indent() {
    out_.append(2 * std::size_t{depth_}, ' ');
}

void XmlWriter::start_tag(std::string_view name, Attributes attributes) {
    indent();
    out_.append("<").append(name);
    for (const Attribute& attribute : attributes) {
        out_.append(" ").append(attribute.name).append("=\"");
        escape(attribute.value, out_);
        out_.append("\"");
    }
}

XmlWriter::Element XmlWriter::element(std::string_view name, Attributes attributes) {
    start_tag(name, attributes);
    out_.append(">\n");
    ++depth_;
    return {*this, name};
}

void XmlWriter::end_element(std::string_view name) {
    --depth_;
    indent();
    out_.append("</").append(name).append(">\n");
}

void XmlWriter::text_element(std::string_view name, std::string_view text, Attributes attributes) {
    start_tag(name, attributes);
    out_.append(">");
    escape(text, out_);
    out_.append("</").append(name).append(">\n");
}

void XmlWriter::empty_element(std::string_view name, Attributes attributes) {
    start_tag(name, attributes);
    out_.append("/>\n");
}

} // namespace autodiscover
