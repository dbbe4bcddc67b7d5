// SPDX-License-Identifier: MIT
#pragma once
/// Every key that a configuration may hold: the one truth for the loader, for `check --explain` and for the
/// manual. Thread safety: constants.

#include "autodiscover/model/placeholders.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover {

struct Key {
    enum class Kind { text, boolean, integer, word, words, list, mapping, mapping_or_false };

    std::string_view section; // "services.SERVICE", "" for the top; capitals stand for any key
    std::string_view name;    // "host"; capitals: any key
    Kind kind;
    std::string_view type; // for people; of a word: the words, separated by ", "
    // For people: "required", "none", the value when the key is not there, or the key that stands in for it.
    std::string_view fallback;
    std::string_view help;
    long least = 0; // of an integer
    long most = 0;  // of an integer, or of a text's length in characters (0: no limit)
    std::optional<Template::Allowed> placeholders{}; // what is filled in; nothing: clients get it as written
};

std::span<const Key> key_table() noexcept;
/// The keys of one section; they stand together.
std::span<const Key> keys_of(std::string_view section) noexcept;
/// Null when the section has no such key.
const Key* find_key(std::string_view section, std::string_view name) noexcept;
/// "" and an empty list mean "none", where that is the default or the default of the key that stands in.
bool may_be_empty(const Key& key) noexcept;

/// What to write instead of an unknown key: ", did you mean `host`?" or "; here may stand `a`, `b`".
std::string suggest_key(std::string_view section, std::string_view unknown);
/// The table for people, a section a paragraph.
std::string explain_keys();

} // namespace autodiscover
