// SPDX-License-Identifier: MIT
#pragma once
/// Writes Apple property lists as XML (DTD PropertyList-1.0). Types are what tells an account from a refused
/// profile, so each has its own function, and an empty string is never written. Keys and words are constants
/// that the compiler has checked; every other text is escaped. Thread safety: none; one writer belongs to one
/// answer.

#include "autodiscover/base/uuid.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

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

    /// Nothing is written for an empty `value`. Throws std::invalid_argument where XML cannot carry it.
    /// Write keys in sorted order, so that two versions can be compared.
    void string(PlistWord key, std::string_view value);
    /// The pieces, joined.
    void string(PlistWord key, std::initializer_list<std::string_view> pieces);
    void word(PlistWord key, PlistWord value);
    void uuid(PlistWord key, const Uuid& value);
    void integer(PlistWord key, std::int64_t value);
    /// A template, so that a `const char*` cannot slip in as a truth value.
    template <std::same_as<bool> Bool>
    void boolean(PlistWord key, Bool value) {
        write_boolean(key, value);
    }
    /// An array of one dictionary, which `content` fills.
    template <std::invocable Content>
    void array_of_one(PlistWord key, Content&& content) {
        open_array(key);
        content();
        close_array();
    }

    /// Closes the root dictionary and gives the document, once: the writer is empty after it.
    [[nodiscard]] std::string finish();

  private:
    void write_boolean(PlistWord key, bool value);
    void open_array(PlistWord key);
    void close_array();
    void put(std::string_view markup);
    void put_entry(PlistWord key, std::string_view open, std::string_view value, std::string_view close);
    void put_text(std::string_view text);
    void put_escaped(std::string_view text);
    char* room(std::size_t size);
    void spill();

    static constexpr std::size_t capacity = 4096; // of any usual profile
    static constexpr std::size_t block = 16;      // what put_text() looks at in one go

    std::array<char, capacity + block> buffer_; // gathers: an append to a string costs more than its copy
    std::size_t used_ = 0;
    std::string full_; // what came before the buffer's content
};

} // namespace autodiscover
