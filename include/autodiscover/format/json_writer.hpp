// SPDX-License-Identifier: MIT
#pragma once
/// Writes JSON (RFC 8259) in UTF-8, without white space. Every string goes through its escaping. nlohmann's
/// values are not used for answers: taking one down allocates, and without memory that ends the process.
/// Thread safety: none; one writer belongs to one answer.

#include "autodiscover/base/output.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace autodiscover {

class JsonWriter {
  public:
    /// `out` must outlive the writer.
    explicit JsonWriter(Output& out) : out_(out) {}

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
    /// Throws std::invalid_argument where `value` is not UTF-8.
    void string(std::string_view value);
    void string(std::string_view key, std::string_view value) { string(key, {value}); }
    /// The pieces, joined.
    void string(std::string_view key, std::initializer_list<std::string_view> pieces);
    void integer(std::string_view key, std::int64_t value);
    void boolean(std::string_view key, bool value);

  private:
    void separate();
    void put_key(std::string_view key);
    void open(char bracket);
    void close(char bracket);

    Output& out_;
    bool is_first_ = true; // the next value needs no comma before it
};

} // namespace autodiscover
