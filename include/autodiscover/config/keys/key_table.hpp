// SPDX-License-Identifier: MIT
#pragma once
/// Every key that a configuration may hold: the one home of its default, its words and its bounds, for the
/// loader, for `check --explain` and for the manual. To add a key, copy a row of src/config/keys/*_keys.cpp.

#include "autodiscover/model/placeholders.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover {

class Section;
struct Policies;

/// A word that may be the value of a key, and what it means: an enumerator, a boolean or an index.
struct Word {
    template <typename Meaning>
    constexpr Word(std::string_view word, Meaning meant, bool foreign = false)
        : name(word), meaning(static_cast<int>(meant)), is_foreign(foreign) {}

    std::string_view name;
    int meaning;
    bool is_foreign; // what other programs call it: understood, but not printed
};

struct Key {
    enum class Kind { text, boolean, integer, word, words, list, mapping, mapping_or_false };

    std::string_view name{}; // "host"; capitals: any key
    Kind kind = Kind::text;
    std::string_view type{}; // for people, without bounds and words; empty: what the kind says
    long min = 0;            // of an integer
    long max = 0;            // of an integer, or of the length of a text in characters (0: no limit)
    std::span<const Word> words{};
    std::optional<Template::Allowed> placeholders{}; // what is filled in; nothing: clients get it as written
    std::string_view value{};                        // the default, which is read as if it were written
    // For people: "required", "none" or the key that stands in, where there is no default value.
    std::string_view otherwise{};
    std::string_view help{};
    // Reads the key into the policy that has it; null: the section's reader does.
    void (*read)(const Section& section, const Key& key, Policies& policies) = nullptr;
};

struct KeySection {
    std::string_view name; // "services.SERVICE", "" for the top; capitals stand for any key
    std::span<const Key> keys;
};

std::span<const KeySection> key_table() noexcept;
/// Empty when there is no such section: then its keys are not checked.
std::span<const Key> keys_of(std::string_view section) noexcept;
/// Null when the section has no such key.
const Key* find_key(std::string_view section, std::string_view name) noexcept;
/// "DOMAIN": stands for any key.
bool is_any(std::string_view name) noexcept;
/// "" and an empty list mean "none", where that is the default or the default of the key that stands in.
bool may_be_empty(const Key& key) noexcept;

/// "a number of hours from 0 to 8760": what a value must be, for people.
std::string type_of(const Key& key);
/// "24", "none", "required": what holds when the key is not there, for people. Empty: nothing to say.
std::string default_of(const Key& key);
/// What to write instead of an unknown key: ", did you mean `host`?" or "; expected one of `a`, `b`".
std::string suggest_key(std::string_view section, std::string_view unknown);
/// The table for people, a section a paragraph.
std::string explain_keys();

} // namespace autodiscover
