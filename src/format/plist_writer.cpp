// SPDX-License-Identifier: MIT
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/format/xml_writer.hpp"

#include <charconv>
#include <cstring>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::string_view prologue =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
)";

constexpr std::string_view key_open = "<key>";
constexpr std::string_view key_close = "</key>\n";
constexpr std::string_view string_close = "</string>\n";

/// Copies `text` and returns the end of the copy.
inline char* copy(std::string_view text, char* to) noexcept {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

using Block = signed char __attribute__((vector_size(16)));
using Halves = long long __attribute__((vector_size(16)));

/// Whether sixteen octets are ASCII without markup and controls, which is what most texts are made of and
/// what needs neither escape nor check. A byte at a time this would be a third of the cost of a profile.
bool is_plain(const char* octets) noexcept {
    Block c;
    std::memcpy(&c, octets, sizeof c);
    // Octets from 0x80 are negative; "&" and "'" differ in one bit, "<" and ">" too.
    const Block other = (c < 0x20) | ((c | 1) == '\'') | ((c | 2) == '>') | (c == '"');
    const Halves any = __builtin_bit_cast(Halves, other);
    return (any[0] | any[1]) == 0;
}
static_assert(('&' | 1) == '\'' && ('<' | 2) == '>' && ('>' | 2) == '>');

} // namespace

PlistWriter::PlistWriter() {
    put(prologue);
}

void PlistWriter::spill() {
    full_.append(buffer_.data(), used_);
    used_ = 0;
}

/// Where `size` octets can be written, at most `capacity`.
inline char* PlistWriter::room(std::size_t size) {
    if (size > capacity - used_) {
        spill();
    }
    return buffer_.data() + used_;
}

// The functions below are inlined where the length of a constant makes its copy one instruction or two.

[[gnu::always_inline]] inline void PlistWriter::put(std::string_view markup) {
    copy(markup, room(markup.size()));
    used_ += markup.size();
}

[[gnu::always_inline]] inline void PlistWriter::put_entry(PlistWord key, std::string_view open,
                                                          std::string_view value, std::string_view close) {
    const std::size_t size =
        key_open.size() + key.view().size() + key_close.size() + open.size() + value.size() + close.size();
    char* at = copy(key.view(), copy(key_open, room(size)));
    copy(close, copy(value, copy(open, copy(key_close, at))));
    used_ += size;
}

/// Copies first and looks then, a block at a time: behind the text there is room for the rest of the last.
void PlistWriter::put_text(std::string_view text) {
    if (text.size() > capacity) {
        return put_escaped(text);
    }
    char* const begin = room(text.size());
    char* const end = copy(text, begin);
    std::memset(end, ' ', block);
    for (const char* at = begin; at < end; at += block) {
        if (!is_plain(at)) {
            return put_escaped(text);
        }
    }
    used_ += text.size();
}

void PlistWriter::put_escaped(std::string_view text) {
    spill();
    XmlWriter::escape(text, full_);
}

void PlistWriter::string(PlistWord key, std::string_view value) {
    if (!value.empty()) {
        put_entry(key, "<string>", {}, {});
        put_text(value);
        put(string_close);
    }
}

void PlistWriter::string(PlistWord key, std::initializer_list<std::string_view> pieces) {
    put_entry(key, "<string>", {}, {});
    for (const std::string_view piece : pieces) {
        put_text(piece);
    }
    put(string_close);
}

void PlistWriter::word(PlistWord key, PlistWord value) {
    put_entry(key, "<string>", value.view(), string_close);
}

void PlistWriter::uuid(PlistWord key, const Uuid& value) {
    put_entry(key, "<string>", to_string(value).view(), string_close);
}

void PlistWriter::integer(PlistWord key, std::int64_t value) {
    std::array<char, 20> digits; // as long as the smallest
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    put_entry(key, "<integer>", {digits.data(), end}, "</integer>\n");
}

void PlistWriter::write_boolean(PlistWord key, bool value) {
    put_entry(key, value ? "<true/>\n" : "<false/>\n", {}, {});
}

void PlistWriter::open_array(PlistWord key) {
    put_entry(key, "<array>\n<dict>\n", {}, {});
}

void PlistWriter::close_array() {
    put("</dict>\n</array>\n");
}

std::string PlistWriter::finish() {
    put("</dict>\n</plist>\n");
    spill();
    return std::exchange(full_, {});
}

} // namespace autodiscover
