// SPDX-License-Identifier: MIT
#pragma once
/// Writes Apple property lists as XML (DTD PropertyList-1.0). Types are what tells an account from a refused
/// profile, so each has its own function, and an empty string is never written. Keys and words are constants
/// that the compiler has checked; every other text is escaped. Thread safety: none; one writer belongs to one
/// answer.

#include "autodiscover/base/output.hpp"
#include "autodiscover/base/uuid.hpp"

#include <concepts>
#include <cstdint>
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
    /// `out` must outlive the writer.
    explicit PlistWriter(Output& out) : out_(out) {}

    /// The document, whose root is a dictionary; `content` writes that.
    template <std::invocable Content>
    void document(Content&& content) {
        out_.put(prologue);
        dictionary(content);
        out_.put("</plist>\n");
    }

    // Write keys in sorted order, so that two versions can be compared.

    /// Nothing is written for an empty `value`. Throws std::invalid_argument where XML cannot carry it.
    [[gnu::always_inline]] void string(PlistWord key, std::string_view value) {
        if (!value.empty()) {
            put_key(key, "<string>");
            put_strings({value});
        }
    }
    /// The pieces, joined.
    [[gnu::always_inline]] void string(PlistWord key, std::initializer_list<std::string_view> pieces) {
        put_key(key, "<string>");
        put_strings(pieces);
    }
    /// A string out of a fixed list.
    [[gnu::always_inline]] void word(PlistWord key, PlistWord value) {
        put_key(key, "<string>");
        out_.put(value.view()).put("</string>\n");
    }
    [[gnu::always_inline]] void uuid(PlistWord key, const Uuid& value) {
        put_key(key, "<string>");
        put_uuid(out_, value);
        out_.put("</string>\n");
    }
    [[gnu::always_inline]] void integer(PlistWord key, std::int64_t value) {
        put_key(key, "<integer>");
        out_.number(value).put("</integer>\n");
    }
    /// A template, so that a `const char*` cannot slip in as a boolean.
    template <std::same_as<bool> Bool>
    [[gnu::always_inline]] void boolean(PlistWord key, Bool value) {
        put_key(key, value ? "<true/>\n" : "<false/>\n");
    }
    /// Midnight (UTC) of a day, "2027-01-01"; nothing for "".
    void date(PlistWord key, std::string_view day);
    /// A whole number where the schema wants a real one.
    void real(PlistWord key, std::int64_t value) {
        put_key(key, "<real>");
        out_.number(value).put("</real>\n");
    }
    /// A dictionary of strings under keys that are not constants; nothing for an empty one.
    void texts(PlistWord key, std::span<const std::pair<std::string, std::string>> entries);
    /// An array, whose items `content` writes: dictionaries.
    template <std::invocable Content>
    void array(PlistWord key, Content&& content) {
        put_key(key, "<array>\n");
        content();
        out_.put("</array>\n");
    }
    /// The root, or a dictionary of an array.
    template <std::invocable Content>
    void dictionary(Content&& content) {
        out_.put("<dict>\n");
        content();
        out_.put("</dict>\n");
    }

  private:
    static const std::string_view prologue;

    void put_strings(std::initializer_list<std::string_view> pieces);
    /// Inline, because keys are constants of the caller: the markup becomes a few moves.
    [[gnu::always_inline]] void put_key(PlistWord key, std::string_view after = "") {
        out_.put("<key>").put(key.view()).put("</key>\n").put(after);
    }

    Output& out_;
};

} // namespace autodiscover
