// SPDX-License-Identifier: MIT
#include "autodiscover/format/xml_text.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace autodiscover {

namespace {

/// Empty for all but the characters that are never written as they are. White space too: a reader turns a
/// literal carriage return into a line feed (XML 1.0 section 2.11), and in an attribute each into a space
/// (3.3.3).
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
    case '\t':
        return "&#9;";
    default:
        return {};
    }
}

constexpr std::array<bool, 256> is_plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0x20; i < 0x80; ++i) {
        table[i] = reference(static_cast<char>(i)).empty();
    }
    return table;
}();

/// Sixteen bytes; a vector extension of g++ and clang, which every machine has or emulates.
using Block __attribute__((vector_size(16))) = signed char;

/// Sets all bits of a byte that is not plain: a control or not ASCII (negative), " & ' < or >. And of #,
/// which is harmless.
Block suspicious(Block block) noexcept {
    return (block < 0x20) | ((block | 0x05) == 0x27) | ((block | 0x02) == 0x3e);
}

/// Copies a word from `from + at` to `to + at` and returns it.
template <typename Word>
Word copy(const char* from, char* to, std::size_t at) noexcept {
    Word word;
    std::memcpy(&word, from + at, sizeof word);
    std::memcpy(to + at, &word, sizeof word);
    return word;
}

/// Copies a text of at least eight bytes and returns whether all of them are plain. No byte is looked at
/// alone: the last word overlaps the one before it.
bool copy_plain(std::string_view text, char* to) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    Block found{};
    if (size < sizeof found) {
        const std::uint64_t words[2] = {copy<std::uint64_t>(from, to, 0),
                                        copy<std::uint64_t>(from, to, size - 8)};
        Block block;
        std::memcpy(&block, words, sizeof block);
        found = suspicious(block);
    } else {
        for (std::size_t at = 0; at < size - sizeof found; at += sizeof found) {
            found |= suspicious(copy<Block>(from, to, at));
        }
        found |= suspicious(copy<Block>(from, to, size - sizeof found));
    }
    std::uint64_t halves[2];
    std::memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/// Writes the text if nothing in it needs an escape or a check, which is so for nearly every one. Each answer
/// has some thirty texts: without this they would cost a tenth of it. False may be a false alarm.
bool put_plain_text(Output& out, std::string_view text) {
    char* const to = text.size() >= sizeof(std::uint64_t) ? out.room(text.size()) : nullptr;
    if (to == nullptr || !copy_plain(text, to)) {
        return false;
    }
    out.advance(text.size());
    return true;
}

} // namespace

void put_xml_text(Output& out, std::string_view text) {
    if (put_plain_text(out, text)) {
        return;
    }
    const auto* const end = text.end();
    for (const auto* from = text.begin(); from != end;) {
        const auto* const special =
            std::find_if(from, end, [](char c) { return !is_plain[static_cast<unsigned char>(c)]; });
        out.put({from, special});
        from = special;
        if (from == end) {
            break;
        }
        if (const std::string_view name = reference(*from); !name.empty()) {
            out.put(name);
            ++from;
            continue;
        }
        // One character at a time, which is rare.
        std::size_t next = 0;
        const std::string_view rest(from, end);
        if (next_code_point(rest, next) < 0 || !is_xml_text(rest.substr(0, next))) {
            throw std::invalid_argument("text that XML cannot carry");
        }
        out.put(rest.substr(0, next));
        from += next;
    }
}

} // namespace autodiscover
