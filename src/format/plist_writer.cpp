// SPDX-License-Identifier: MIT
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/base/text.hpp"

namespace autodiscover {

namespace {

XmlWriter with_prologue(std::string& out) {
    XmlWriter xml(out);
    xml.declaration();
    xml.doctype("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd");
    return xml;
}

} // namespace

PlistWriter::PlistWriter(std::string& out)
    : xml_(with_prologue(out)), plist_(xml_.element("plist", {{"version", "1.0"}})),
      root_(xml_.element("dict")) {}

void PlistWriter::string(std::string_view key, std::string_view value) {
    if (!value.empty()) {
        xml_.text_element("key", key);
        xml_.text_element("string", value);
    }
}

void PlistWriter::integer(std::string_view key, std::int64_t value) {
    std::string digits;
    append_decimal(digits, value);
    xml_.text_element("key", key);
    xml_.text_element("integer", digits);
}

void PlistWriter::write_boolean(std::string_view key, bool value) {
    xml_.text_element("key", key);
    xml_.empty_element(value ? "true" : "false");
}

XmlWriter::Element PlistWriter::array(std::string_view key) {
    xml_.text_element("key", key);
    return xml_.element("array");
}

XmlWriter::Element PlistWriter::item() {
    return xml_.element("dict");
}

} // namespace autodiscover
