// SPDX-License-Identifier: MIT
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/format/xml_writer.hpp"

#include <charconv>

namespace autodiscover {

namespace {

constexpr std::string_view prologue =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
)";
constexpr std::string_view string_close = "</string>\n";

} // namespace

PlistWriter::PlistWriter() {
    put(prologue);
}

void PlistWriter::spill() {
    full_.append(buffer_.data(), used_);
    used_ = 0;
}

[[gnu::always_inline]] inline void PlistWriter::put_text(std::string_view text) {
    char* const end = text.size() <= capacity ? XmlWriter::put_plain(room(text.size()), text) : nullptr;
    if (end != nullptr) {
        used_ += text.size();
    } else {
        spill();
        XmlWriter::escape(text, full_);
    }
}

void PlistWriter::put_string(std::string_view value) {
    put_text(value);
    put(string_close);
}

void PlistWriter::put_string(std::initializer_list<std::string_view> pieces) {
    for (const std::string_view piece : pieces) {
        put_text(piece);
    }
    put(string_close);
}

void PlistWriter::put_uuid(const Uuid& value) {
    constexpr std::size_t size = uuid_text_size + string_close.size();
    copy(string_close, put_hyphenated(value, room(size)));
    used_ += size;
}

void PlistWriter::put_date(std::string_view day) {
    put_text(day);
    put("T00:00:00Z</date>\n");
}

void PlistWriter::texts(PlistWord key, std::span<const std::pair<std::string, std::string>> entries) {
    if (entries.empty()) {
        return;
    }
    put_markup("<key>", key, "</key>\n<dict>\n");
    for (const auto& [name, text] : entries) {
        put("<key>");
        put_text(name);
        put("</key>\n<string>");
        put_string(text);
    }
    put("</dict>\n");
}

void PlistWriter::put_number(std::int64_t value) {
    constexpr std::size_t longest = 20; // of the smallest
    char* const to = room(longest);
    used_ += static_cast<std::size_t>(std::to_chars(to, to + longest, value).ptr - to);
}

std::string PlistWriter::finish() {
    put("</dict>\n</plist>\n");
    if (full_.empty()) {
        return {buffer_.data(), std::exchange(used_, 0)};
    }
    spill();
    return std::exchange(full_, {});
}

} // namespace autodiscover
