// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_writer.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace autodiscover {

namespace {

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

/// What an octet adds to the size when it is escaped; more than any size for one that must be checked first.
constexpr std::uint64_t must_check = std::uint64_t{1} << 48U;
constexpr std::array<std::uint64_t, 256> extra_table = [] {
    std::array<std::uint64_t, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = i < 0x20 || i >= 0x80 ? must_check : 0;
    }
    // The carriage return too: a reader would turn a literal one into a line feed (XML 1.0 section 2.11).
    for (const char c : {'&', '<', '>', '"', '\'', '\r', '\n', '\t'}) {
        table[static_cast<unsigned char>(c)] = reference(c).size() - 1;
    }
    return table;
}();

std::uint64_t extra(char c) noexcept {
    return extra_table[static_cast<unsigned char>(c)];
}

/// Octets of `text` when escaped; throws when XML cannot carry it.
std::size_t escaped_size(std::string_view text) {
    std::uint64_t size = text.size();
    for (const char c : text) {
        size += extra(c);
    }
    if (size >= must_check && !is_xml_text(text)) {
        throw std::invalid_argument("text that XML cannot carry");
    }
    return size % must_check;
}

char* put_escaped(char* to, std::string_view text) {
    const char* clean = text.data(); // start of what has not been copied yet
    const char* const end = clean + text.size();
    for (const char* at = clean; at != end; ++at) {
        if (extra(*at) % must_check != 0) {
            const std::string_view name = reference(*at);
            to = std::copy(clean, at, to);
            to = std::copy(name.begin(), name.end(), to);
            clean = at + 1;
        }
    }
    return std::copy(clean, end, to);
}

/// Sixteen octets at once; a vector extension of g++ and clang, which every machine has or emulates.
using Octets __attribute__((vector_size(16))) = signed char;

/// All bits of an octet that is not plain: a control or not ASCII (negative), " & ' < or >, and # too, which
/// does no harm.
Octets suspicious(Octets octets) noexcept {
    return (octets < 0x20) | ((octets | 0x05) == 0x27) | ((octets | 0x02) == 0x3e);
}

using Halves __attribute__((vector_size(16))) = std::uint64_t;

bool is_zero(Octets octets) noexcept {
    const Halves halves = reinterpret_cast<Halves>(octets);
    return (halves[0] | halves[1]) == 0;
}

template <typename Word>
Word load(const char* from) noexcept {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

template <typename Word>
void store(char* to, Word word) noexcept {
    std::memcpy(to, &word, sizeof word);
}

/// How many octets at the start, in blocks of sixteen, need no care.
std::size_t plain_prefix(std::string_view text) noexcept {
    std::size_t size = 0;
    while (text.size() - size >= sizeof(Octets) && is_zero(suspicious(load<Octets>(text.data() + size)))) {
        size += sizeof(Octets);
    }
    return size;
}

} // namespace

void XmlWriter::escape(std::string_view text, std::string& out) {
    const std::size_t start = out.size();
    out.resize(start + escaped_size(text));
    put_escaped(out.data() + start, text);
}

/// Whatever the length, no octet is looked at alone: the first and the last words of a text may overlap.
char* XmlWriter::put_plain(char* to, std::string_view text) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    Octets bad{};
    if (size >= 16) {
        const auto copy = [&](std::size_t at) {
            const auto octets = load<Octets>(from + at);
            store(to + at, octets);
            bad |= suspicious(octets);
        };
        for (std::size_t at = 0; at < size - 16; at += 16) {
            copy(at);
        }
        copy(size - 16);
    } else if (size >= 8) {
        const Halves words = {load<std::uint64_t>(from), load<std::uint64_t>(from + size - 8)};
        store(to, words[0]);
        store(to + size - 8, words[1]);
        bad = suspicious(reinterpret_cast<Octets>(words));
    } else if (size >= 4) {
        const auto first = load<std::uint32_t>(from);
        const auto last = load<std::uint32_t>(from + size - 4);
        store(to, first);
        store(to + size - 4, last);
        const std::uint64_t both = first | std::uint64_t{last} << 32U;
        bad = suspicious(reinterpret_cast<Octets>(Halves{both, both}));
    } else {
        std::uint64_t more = 0;
        for (std::size_t i = 0; i < size; ++i) {
            more |= extra(from[i]);
            to[i] = from[i];
        }
        return more == 0 ? to + size : nullptr;
    }
    return is_zero(bad) ? to + size : nullptr;
}

/// Takes all that is reserved at once: the octets are written in place, without an append() a piece.
void XmlWriter::grow(std::size_t size) {
    const auto used = static_cast<std::size_t>(cursor_ - out_.data());
    out_.resize(std::max(out_.capacity(), used + size));
    cursor_ = out_.data() + used;
    limit_ = out_.data() + out_.size();
}

/// Gives back the room that was not used.
void XmlWriter::finish() {
    out_.resize(static_cast<std::size_t>(cursor_ - out_.data()));
    resume();
}

/// Writes a text of any kind at the cursor; the result has room for `more` octets.
char* XmlWriter::write_escaped(std::string_view text, std::size_t more) {
    const std::size_t plain = plain_prefix(text);
    const std::string_view rest = text.substr(plain);
    char* const to = room(plain + escaped_size(rest) + more);
    return put_escaped(put(to, text.substr(0, plain)), rest);
}

void XmlWriter::declaration() {
    out_.append(R"(<?xml version="1.0" encoding="UTF-8"?>)"
                "\n");
    resume();
}

void XmlWriter::text_element(std::string_view name, std::string_view text, Attributes attributes) {
    start_tag(name, attributes, ">");
    const std::size_t end_tag = name.size() + 4;
    char* to = put_plain(room(text.size() + end_tag), text);
    if (to == nullptr) {
        to = write_escaped(text, end_tag);
    }
    cursor_ = put(put(put(to, "</"), name), ">\n");
    if (depth_ == 0) {
        finish();
    }
}

void XmlWriter::empty_element(std::string_view name, Attributes attributes) {
    start_tag(name, attributes, "/>\n");
    if (depth_ == 0) {
        finish();
    }
}

} // namespace autodiscover
