// SPDX-License-Identifier: MIT
#include "autodiscover/format/json_writer.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace autodiscover {

namespace {

/// RFC 8259 section 7: quotation mark, backslash and the controls below a blank.
constexpr std::array<bool, 256> is_escaped = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = i < ' ' || i == '"' || i == '\\';
    }
    return table;
}();

/// The escape of one of them.
void append_escaped(char c, std::string& out) {
    constexpr std::string_view short_forms = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    if (const std::size_t at = short_forms.find(c); at != std::string_view::npos) {
        out += letters[at];
        return;
    }
    const auto code = static_cast<unsigned char>(c);
    out.append("u00");
    out += digits[code >> 4U];
    out += digits[code & 0xfU];
}

} // namespace

void JsonWriter::append_string(std::string_view text, std::string& out) {
    if (!is_utf8(text)) {
        throw std::invalid_argument("a text for JSON is not UTF-8");
    }
    out += '"';
    for (const char* from = text.begin();; ++from) { // what needs no escape is copied in runs
        const char* const run = from;
        from =
            std::find_if(run, text.end(), [](char c) { return is_escaped[static_cast<unsigned char>(c)]; });
        out.append(run, from);
        if (from == text.end()) {
            break;
        }
        append_escaped(*from, out);
    }
    out += '"';
}

void JsonWriter::separate() {
    if (!is_first_) {
        out_ += ',';
    }
    is_first_ = false;
}

void JsonWriter::put_key(std::string_view key) {
    separate();
    append_string(key, out_);
    out_ += ':';
    is_first_ = true; // its value follows
}

void JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    is_first_ = true;
}

void JsonWriter::close(char bracket) {
    out_ += bracket;
    is_first_ = false;
}

void JsonWriter::string(std::string_view value) {
    separate();
    append_string(value, out_);
}

void JsonWriter::string(std::string_view key, std::string_view value) {
    put_key(key);
    string(value);
}

void JsonWriter::integer(std::string_view key, std::int64_t value) {
    put_key(key);
    separate();
    char digits[20];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonWriter::boolean(std::string_view key, bool value) {
    put_key(key);
    separate();
    out_.append(value ? "true" : "false");
}

} // namespace autodiscover
