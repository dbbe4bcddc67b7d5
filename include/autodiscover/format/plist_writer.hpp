// SPDX-License-Identifier: MIT
#pragma once
/// Writes Apple property lists as XML (DTD PropertyList-1.0). Types are what tells an account from a refused
/// profile, so each has its own function and an empty string is never written. Thread safety: none; one
/// writer belongs to one answer.

#include "autodiscover/format/xml_writer.hpp"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace autodiscover {

class PlistWriter {
  public:
    /// Writes the prologue and opens the root dictionary, which is closed on destruction.
    explicit PlistWriter(std::string& out);

    /// Keys are constants of the caller, written in its order: sort them, so that two versions can be
    /// compared. Nothing is written for an empty `value`.
    void string(std::string_view key, std::string_view value);
    void integer(std::string_view key, std::int64_t value);
    /// A template, so that a `const char*` cannot slip in as a truth value.
    template <std::same_as<bool> Bool>
    void boolean(std::string_view key, Bool value) {
        write_boolean(key, value);
    }
    /// An array; its items are opened with item().
    [[nodiscard]] XmlWriter::Element array(std::string_view key);
    /// A dictionary inside an array.
    [[nodiscard]] XmlWriter::Element item();

  private:
    void write_boolean(std::string_view key, bool value);

    XmlWriter xml_;
    XmlWriter::Element plist_;
    XmlWriter::Element root_;
};

} // namespace autodiscover
