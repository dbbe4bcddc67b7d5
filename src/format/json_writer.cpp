// SPDX-License-Identifier: MIT
#include "autodiscover/format/json_writer.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/json_text.hpp"

#include <stdexcept>

namespace autodiscover {

namespace {

/// Throws std::invalid_argument where one is not UTF-8.
void put_string(Output& out, std::initializer_list<std::string_view> pieces) {
    out.put("\"");
    for (const std::string_view piece : pieces) {
        if (!is_utf8(piece)) {
            throw std::invalid_argument("a text for JSON is not UTF-8");
        }
        put_json_text(out, piece);
    }
    out.put("\"");
}

} // namespace

void JsonWriter::separate() {
    if (!is_first_) {
        out_.put(",");
    }
    is_first_ = false;
}

void JsonWriter::put_key(std::string_view key) {
    separate();
    put_string(out_, {key});
    out_.put(":");
    is_first_ = true; // its value follows
}

void JsonWriter::open(char bracket) {
    separate();
    out_.put(bracket);
    is_first_ = true;
}

void JsonWriter::close(char bracket) {
    out_.put(bracket);
    is_first_ = false;
}

void JsonWriter::string(std::string_view value) {
    separate();
    put_string(out_, {value});
}

void JsonWriter::string(std::string_view key, std::initializer_list<std::string_view> pieces) {
    put_key(key);
    separate();
    put_string(out_, pieces);
}

void JsonWriter::integer(std::string_view key, std::int64_t value) {
    put_key(key);
    separate();
    out_.number(value);
}

void JsonWriter::boolean(std::string_view key, bool value) {
    put_key(key);
    separate();
    out_.put(value ? "true" : "false");
}

} // namespace autodiscover
