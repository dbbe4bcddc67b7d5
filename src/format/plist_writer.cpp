// SPDX-License-Identifier: MIT
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/format/xml_text.hpp"

namespace autodiscover {

const std::string_view PlistWriter::prologue =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
)";

void PlistWriter::put_strings(std::initializer_list<std::string_view> pieces) {
    for (const std::string_view piece : pieces) {
        put_xml_text(out_, piece);
    }
    out_.put("</string>\n");
}

void PlistWriter::date(PlistWord key, std::string_view day) {
    if (!day.empty()) {
        put_key(key, "<date>");
        put_xml_text(out_, day);
        out_.put("T00:00:00Z</date>\n");
    }
}

void PlistWriter::texts(PlistWord key, std::span<const std::pair<std::string, std::string>> entries) {
    if (entries.empty()) {
        return;
    }
    put_key(key);
    dictionary([&] {
        for (const auto& [name, text] : entries) {
            out_.put("<key>");
            put_xml_text(out_, name);
            out_.put("</key>\n<string>");
            put_xml_text(out_, text);
            out_.put("</string>\n");
        }
    });
}

} // namespace autodiscover
