// SPDX-License-Identifier: MIT
#pragma once
/// Writes JSON (RFC 8259) in UTF-8, without blanks. Every string goes through its escaping. nlohmann's values
/// are not used for answers: taking one down allocates, and without memory that ends the process.
/// Thread safety: none; one writer belongs to one answer.

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace autodiscover {

class JsonWriter {
  public:
    /// Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out) : out_(out) {}

    /// `members` writes what is in it. Write keys in sorted order, so that two versions can be compared.
    template <std::invocable Members>
    void object(Members&& members) {
        open('{');
        members();
        close('}');
    }
    template <std::invocable Members>
    void object(std::string_view key, Members&& members) {
        put_key(key);
        object(members);
    }
    template <std::invocable Items>
    void array(std::string_view key, Items&& items) {
        put_key(key);
        open('[');
        items();
        close(']');
    }
    void string(std::string_view value);
    void string(std::string_view key, std::string_view value);
    void integer(std::string_view key, std::int64_t value);
    void boolean(std::string_view key, bool value);

    /// Appends `text` as a string, quotes and all. Throws std::invalid_argument where it is not UTF-8.
    static void append_string(std::string_view text, std::string& out);

  private:
    void separate();
    void put_key(std::string_view key);
    void open(char bracket);
    void close(char bracket);

    std::string& out_;
    bool is_first_ = true; // nothing stands before the next value that a comma would have to part it from
};

} // namespace autodiscover
