// SPDX-License-Identifier: MIT
#pragma once
/// Reads one mapping of a file against the key table: unknown keys and wrong types are reported here, once
/// for all. Thread safety: none; it lives no longer than the tree and the report behind it.

#include "autodiscover/base/result.hpp"
#include "autodiscover/config/keys/key_table.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace autodiscover {

/// A value and where it stands.
template <typename T>
struct Written {
    T value; // always given: not every T has a default
    Place place;
};

/// Takes a value that was read; what is not there leaves `to` as it is.
template <typename T>
void assign(T& to, std::optional<Written<T>> from) {
    if (from) {
        to = std::move(from->value);
    }
}

class Section {
  public:
    /// `name` is the section's name in the key table. `entry` may be null: a section that is not there has
    /// no keys. Keys of `domains` and `text`, which anybody may choose, are not checked.
    Section(const Source& source, const YamlEntry* entry, std::string_view name);
    /// The file as a whole, or an item of a list.
    Section(const Source& source, const YamlNode& node, std::string_view name);

    [[nodiscard]] const Source& source() const noexcept { return source_; }
    /// Where the section's key stands.
    [[nodiscard]] Place place() const noexcept { return place_; }
    /// All keys, known or not, in the order of the file.
    [[nodiscard]] const std::vector<YamlEntry>& entries() const noexcept;
    /// Null when the key is not there.
    [[nodiscard]] const YamlEntry* find(std::string_view key) const noexcept;
    [[nodiscard]] bool has(std::string_view key) const noexcept { return find(key) != nullptr; }

    /// The value of a key, or nothing: the key is not there, or a wrong value was reported.
    /// Text: one line without blanks at its ends, within the table's length; "" only where the table
    /// allows it.
    [[nodiscard]] std::optional<Written<std::string>> text(std::string_view key) const;
    [[nodiscard]] std::optional<Written<bool>> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<Written<long>> integer(std::string_view key) const;
    /// A word of `words`, a list of pairs of word and meaning, compared without regard to case.
    template <typename Words>
    [[nodiscard]] auto word(std::string_view key, const Words& words) const {
        using Meaning = decltype(words.begin()->second);
        std::optional<Written<Meaning>> out;
        if (const auto written = text(key)) {
            out = choose(key, *written, words);
        }
        return out;
    }
    /// A word, or a list of at least one.
    template <typename Words>
    [[nodiscard]] auto word_list(std::string_view key, const Words& words) const {
        using Meaning = decltype(words.begin()->second);
        std::optional<Written<std::vector<Meaning>>> out;
        bool valid = true;
        for (const Written<std::string>& written : texts(key)) {
            if (!out) {
                out.emplace().place = find(key)->value.place;
            }
            const auto chosen = choose(key, written, words);
            valid = valid && chosen.has_value();
            if (chosen) {
                out->value.push_back(chosen->value);
            }
        }
        return valid ? out : std::nullopt;
    }
    /// The items of a list, or the one text that stands instead of a list.
    [[nodiscard]] std::vector<Written<std::string>> texts(std::string_view key) const;

    /// Text through a function `Result<T>(std::string_view)`, whose error is reported.
    template <typename Parse>
    [[nodiscard]] auto parsed(std::string_view key, Parse parse) const {
        using Value = std::remove_cvref_t<decltype(*parse(std::string_view()))>;
        std::optional<Written<Value>> out;
        if (const auto written = text(key)) {
            const Result<Value> result = parse(written->value);
            if (result) {
                out.emplace(Written<Value>{*result, written->place});
            } else {
                source_.error(written->place, quote(key) + ": " + result.error().message);
            }
        }
        return out;
    }

    /// One text at `node`, judged by the rules of `key`. `title` is what the file calls it, "" for `key`.
    [[nodiscard]] std::optional<Written<std::string>> line(std::string_view key, const YamlNode& node,
                                                           std::string_view title = "") const;
    /// Whether a key is there; reports it when it is not.
    bool require(std::string_view key) const;

  private:
    void check_keys(std::string_view title) const;
    void wrong_type(const Key& known, std::string_view title, const YamlNode& node) const;
    /// Reports a placeholder that is none, as the key has it.
    [[nodiscard]] bool placeholders_fit(const Key& known, const YamlNode& node, std::string_view text,
                                        std::string_view title) const;
    template <typename Words>
    [[nodiscard]] auto choose(std::string_view key, const Written<std::string>& written,
                              const Words& words) const {
        using Meaning = decltype(words.begin()->second);
        for (const auto& [name, meaning] : words) {
            if (equals_word(name, written.value)) {
                return std::optional(Written<Meaning>{meaning, written.place});
            }
        }
        unknown_word(key, written);
        return std::optional<Written<Meaning>>();
    }
    static bool equals_word(std::string_view a, std::string_view b) noexcept;
    void unknown_word(std::string_view key, const Written<std::string>& written) const;

    const Source& source_;
    const YamlNode* node_ = nullptr; // null: there is nothing to read
    Place place_;
    std::string_view name_;
    bool is_malformed_ = false; // what stands here is no mapping, which was reported
};

} // namespace autodiscover
