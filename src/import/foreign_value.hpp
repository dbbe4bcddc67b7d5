// SPDX-License-Identifier: MIT
#pragma once
/// A file of another program as a tree that remembers which parts were understood, so that nothing is lost
/// without a word. TOML and JSON become the same tree. Thread safety: a value; reading marks it.

#include "autodiscover/config/yaml/diagnostic.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

struct ForeignValue {
    enum class Kind { nothing, boolean, number, text, other, list, table };

    Kind kind = Kind::nothing;
    std::string key;  // of a member of a table
    std::string path; // "general.domain", "servers[2].port"; "" is the root
    std::string text; // of a text its content, of other scalars as they are written: "true", "993"
    std::vector<ForeignValue> members; // of a list or table, in the order of the file
    bool used = false;                 // somebody asked for it

    /// The member of a table with that key, from then on a used one; null when there is none, or JSON's null.
    /// Of equal keys the last counts, as in Python's reader of JSON; the others stay unused.
    ForeignValue* take(std::string_view wanted);
    /// The same, but one of another kind is left alone: note_unused() will name it.
    ForeignValue* take(std::string_view wanted, Kind wanted_kind);
    /// Marks this and all below it as used.
    void use_all();
    /// Adds a member; for the parsers.
    ForeignValue& add(Kind member_kind, std::string_view member_key);
};

constexpr std::size_t deepest_foreign_value = 32; // real files have three levels

/// Nothing and an error in `source`, when the text is not well-formed. Messages quote nothing of the text
/// but single characters: it may hold passwords.
std::optional<ForeignValue> parse_toml(const Source& source, std::string_view text);
std::optional<ForeignValue> parse_json(const Source& source, std::string_view text);

} // namespace autodiscover
