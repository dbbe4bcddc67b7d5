// SPDX-License-Identifier: MIT
#pragma once
/// Writes Apple property lists as XML (DTD PropertyList-1.0). Types are what tells an account from a refused
/// profile, so each has its own function, and an empty string is never written. Keys and words are constants
/// that the compiler has checked; every other text is escaped. Thread safety: none; one writer belongs to one
/// answer.

#include "autodiscover/base/uuid.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace autodiscover {

/// A key, or a word of a fixed list: a literal of ASCII letters, digits and dots, which needs no escaping.
class PlistWord {
  public:
    consteval PlistWord(const char* text) : text_(text) { // implicit: keys are written as literals
        for (const char c : text_) {
            if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '.') {
                throw "a word of letters, digits and dots is needed here"; // at compile time: it is an error
            }
        }
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

  private:
    std::string_view text_;
};

class PlistWriter {
  public:
    /// Opens the root dictionary.
    PlistWriter();
    PlistWriter(const PlistWriter&) = delete;
    PlistWriter& operator=(const PlistWriter&) = delete;
    ~PlistWriter() = default;

    // Inline, because keys are constants of the caller: their markup becomes a few moves.

    /// Nothing is written for an empty `value`. Throws std::invalid_argument where XML cannot carry it.
    /// Write keys in sorted order, so that two versions can be compared.
    [[gnu::always_inline]] void string(PlistWord key, std::string_view value) {
        if (!value.empty()) {
            put_markup("<key>", key, "</key>\n<string>");
            put_string(value);
        }
    }
    /// The pieces, joined.
    [[gnu::always_inline]] void string(PlistWord key, std::initializer_list<std::string_view> pieces) {
        put_markup("<key>", key, "</key>\n<string>");
        put_string(pieces);
    }
    /// A string out of a fixed list.
    [[gnu::always_inline]] void word(PlistWord key, PlistWord value) {
        put_markup("<key>", key, "</key>\n");
        put_markup("<string>", value, "</string>\n");
    }
    [[gnu::always_inline]] void uuid(PlistWord key, const Uuid& value) {
        put_markup("<key>", key, "</key>\n<string>");
        put_uuid(value);
    }
    [[gnu::always_inline]] void integer(PlistWord key, std::int64_t value) {
        put_markup("<key>", key, "</key>\n<integer>");
        put_number(value);
        put("</integer>\n");
    }
    /// A template, so that a `const char*` cannot slip in as a truth value.
    template <std::same_as<bool> Bool>
    [[gnu::always_inline]] void boolean(PlistWord key, Bool value) {
        put_markup("<key>", key, "</key>\n");
        put(value ? "<true/>\n" : "<false/>\n");
    }
    /// Midnight (UTC) of a day, "2027-01-01".
    [[gnu::always_inline]] void date(PlistWord key, std::string_view day) {
        if (!day.empty()) {
            put_markup("<key>", key, "</key>\n<date>");
            put_date(day);
        }
    }
    /// A whole number where the schema wants a real one.
    [[gnu::always_inline]] void real(PlistWord key, std::int64_t value) {
        put_markup("<key>", key, "</key>\n<real>");
        put_number(value);
        put("</real>\n");
    }
    /// A dictionary of strings under keys that are no constants; nothing for an empty one.
    void texts(PlistWord key, std::span<const std::pair<std::string, std::string>> entries);
    /// An array, whose items `content` writes: dictionaries.
    template <std::invocable Content>
    void array(PlistWord key, Content&& content) {
        put_markup("<key>", key, "</key>\n<array>\n");
        content();
        put("</array>\n");
    }
    /// A dictionary of an array.
    template <std::invocable Content>
    void dictionary(Content&& content) {
        put("<dict>\n");
        content();
        put("</dict>\n");
    }

    /// Closes the root dictionary and gives the document, once: the writer is empty after it.
    [[nodiscard]] std::string finish();

  private:
    static char* copy(std::string_view text, char* to) noexcept {
        std::memcpy(to, text.data(), text.size());
        return to + text.size();
    }
    /// Where `size` octets can be written, at most `capacity`.
    char* room(std::size_t size) {
        if (size > capacity - used_) {
            spill();
        }
        return buffer_.data() + used_;
    }
    [[gnu::always_inline]] void put(std::string_view markup) {
        copy(markup, room(markup.size()));
        used_ += markup.size();
    }
    [[gnu::always_inline]] void put_markup(std::string_view open, PlistWord word, std::string_view close) {
        const std::size_t size = open.size() + word.view().size() + close.size();
        copy(close, copy(word.view(), copy(open, room(size))));
        used_ += size;
    }
    void put_string(std::string_view value);
    void put_string(std::initializer_list<std::string_view> pieces);
    void put_text(std::string_view text);
    void put_uuid(const Uuid& value);
    void put_number(std::int64_t value);
    void put_date(std::string_view day);
    void spill();

    static constexpr std::size_t capacity = 4096; // of any usual profile

    std::array<char, capacity> buffer_; // gathers: an append to a string costs more than its copy
    std::size_t used_ = 0;
    std::string full_; // what came before the buffer's content
};

} // namespace autodiscover
