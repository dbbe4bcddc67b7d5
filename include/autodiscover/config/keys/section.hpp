// SPDX-License-Identifier: MIT
#pragma once
/// Reads one mapping of a file against the key table: unknown keys and wrong types are reported here, once
/// for all. Thread safety: none; it lives no longer than the tree and the report behind it.

#include "autodiscover/base/result.hpp"
#include "autodiscover/config/keys/key_table.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace autodiscover {

/// A value and where it stands.
template <typename T>
struct Located {
    T value; // always given: not every T has a default
    SourceLocation location;
};

class Section {
  public:
    /// `name` is the section's name in the key table. `entry` may be null: a section that is not there has
    /// no keys. Keys of `domains` and `text`, which anybody may choose, are not checked.
    Section(const Source& source, const YamlEntry* entry, std::string_view name);
    /// The file as a whole, or an item of a list.
    Section(const Source& source, const YamlNode& node, std::string_view name);

    [[nodiscard]] const Source& source() const noexcept { return source_; }
    /// The defaults of the key table, as if a file said them.
    static Section of_defaults(const Source& source, std::string_view name);

    /// Where the section's key stands.
    [[nodiscard]] SourceLocation location() const noexcept { return location_; }
    /// All keys, known or not, in the order of the file.
    [[nodiscard]] const std::vector<YamlEntry>& entries() const noexcept;
    /// Null when the key is not there.
    [[nodiscard]] const YamlEntry* find(std::string_view key) const noexcept;
    [[nodiscard]] bool has(std::string_view key) const noexcept { return find(key) != nullptr; }

    /// The value of a key, or nothing: the key is not there, or a wrong value was reported.
    /// Text: one line without blanks at its ends, within the table's length; "" only where the table
    /// allows it.
    [[nodiscard]] std::optional<Located<std::string>> text(std::string_view key) const;
    [[nodiscard]] std::optional<Located<bool>> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<Located<long>> integer(std::string_view key) const;
    /// What one of the key's words means, compared without regard to case.
    template <typename Meaning>
    [[nodiscard]] std::optional<Located<Meaning>> word(std::string_view key) const {
        const auto written = text(key);
        const Word* const word = written ? find_word(key, *written) : nullptr;
        return word == nullptr
                   ? std::nullopt
                   : std::optional(Located<Meaning>{static_cast<Meaning>(word->meaning), written->location});
    }
    /// The same of a word or a list of at least one.
    template <typename Meaning>
    [[nodiscard]] std::optional<Located<std::vector<Meaning>>> word_list(std::string_view key) const {
        std::optional<Located<std::vector<Meaning>>> out;
        bool valid = true;
        for (const Located<std::string>& written : texts(key)) {
            if (!out) {
                out.emplace().location = find(key)->value.location;
            }
            const Word* const word = find_word(key, written);
            valid = valid && word != nullptr;
            if (word != nullptr) {
                out->value.push_back(static_cast<Meaning>(word->meaning));
            }
        }
        return valid ? out : std::nullopt;
    }
    /// The items of a list, or the one text that stands instead of a list.
    [[nodiscard]] std::vector<Located<std::string>> texts(std::string_view key) const;

    /// Text through a function `Result<T>(std::string_view)`, whose error is reported.
    template <typename Parse>
    [[nodiscard]] auto parsed(std::string_view key, Parse parse) const {
        using Value = std::remove_cvref_t<decltype(*parse(std::string_view()))>;
        std::optional<Located<Value>> out;
        if (const auto written = text(key)) {
            const Result<Value> result = parse(written->value);
            if (result) {
                out.emplace(Located<Value>{*result, written->location});
            } else {
                source_.error(written->location, quote(key) + ": " + result.error().message);
            }
        }
        return out;
    }

    /// Reads a key into `to`, by its kind in the table and the type of `to`; `to` stays as it is when the key
    /// is not there. False: the key is there, and its value was refused.
    template <typename T>
    bool read(std::string_view key, T& to) const {
        if constexpr (std::is_same_v<T, std::string>) {
            return take(key, text(key), to);
        } else if constexpr (std::is_enum_v<T>) {
            return take(key, word<T>(key), to);
        } else if constexpr (std::is_same_v<T, bool>) {
            return take(key, has_words(key) ? word<bool>(key) : boolean(key), to);
        } else {
            return take(key, integer(key), to);
        }
    }
    /// The same, through a function as parsed() has it.
    template <typename T, typename Parse>
    bool read(std::string_view key, T& to, Parse parse) const {
        return take(key, parsed(key, parse), to);
    }

    /// One text at `node`, judged by the rules of the key `name`. `title` is what the file calls it, "" for
    /// `name`.
    [[nodiscard]] std::optional<Located<std::string>> line(std::string_view name, const YamlNode& node,
                                                           std::string_view title = "") const;
    /// Whether a key is there; reports it when it is not.
    bool require(std::string_view key) const;

  private:
    void check_keys(std::string_view title) const;
    void wrong_type(const Key& key, std::string_view title, const YamlNode& node) const;
    /// Reports a placeholder that is none, as the key has it.
    [[nodiscard]] bool placeholders_fit(const Key& key, const YamlNode& node, std::string_view text,
                                        std::string_view title) const;
    template <typename From, typename T>
    bool take(std::string_view key, std::optional<Located<From>> from, T& to) const {
        if (from) {
            to = static_cast<T>(std::move(from->value));
        }
        return from || !has(key);
    }
    /// The row of the table, or null.
    [[nodiscard]] const Key* look_up(std::string_view key) const noexcept;
    /// The same of a key that this program knows.
    [[nodiscard]] const Key& known(std::string_view key) const;
    [[nodiscard]] bool has_words(std::string_view key) const { return !known(key).words.empty(); }
    /// Null: it is none of the key's words, which was reported.
    [[nodiscard]] const Word* find_word(std::string_view key, const Located<std::string>& written) const;

    const Source& source_;
    const YamlNode* node_ = nullptr; // null: there is nothing to read
    SourceLocation location_;
    std::string_view name_;
    std::span<const Key> keys_; // of the table
    bool is_malformed_ = false; // what stands here is no mapping, which was reported
};

} // namespace autodiscover
