// SPDX-License-Identifier: MIT
#pragma once
/// Checks of the rows of the key table, driven by the table: what it prints is what the loader does. A test
/// lists what it expects once more, since a table that is changed by mistake agrees with itself.

#include "autodiscover/config/keys/key_table.hpp"
#include "unit/config/folder.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover::test {

/// A configuration with one value in it: what is before and after it, behind what is always right. What
/// begins with "provider:" is the whole file.
struct Around {
    std::string_view before, after{};

    [[nodiscard]] std::string text(std::string_view value) const {
        return std::string(before.starts_with("provider:") ? "" : right)
            .append(before)
            .append(value)
            .append(after)
            .append("\n");
    }
};

/// The bounds of one key. A text has as many characters as a test wants between `prefix` and `suffix`.
struct Bounds {
    std::string_view section, name;
    long min, max;
    Around around;
    std::string_view prefix{}, suffix{};
    bool is_usable = true; // false: there is no such file

    [[nodiscard]] std::string value(const Key& key, long size) const {
        if (key.kind == Key::Kind::integer) {
            return std::to_string(size);
        }
        const std::size_t fixed = prefix.size() + suffix.size();
        return std::string("'")
            .append(prefix)
            .append(static_cast<std::size_t>(size) - fixed, '1')
            .append(suffix)
            .append("'");
    }
};

/// What one key has when it is not there, as the table prints it, and another value, as YAML.
struct Default {
    std::string_view section, name;
    std::string_view printed; // "none": as ""
    std::string_view other;
    Around around;
};

template <typename Row>
const Row* find_row(std::span<const Row> rows, std::string_view section, std::string_view name) {
    const auto found = std::find_if(
        rows.begin(), rows.end(), [&](const Row& row) { return row.section == section && row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

inline bool is_loaded(std::string_view text) {
    const Folder folder;
    folder.write("c", text);
    return load_config(folder.path("c")).config.has_value();
}

inline void check_number(const Key& key, const Bounds& row) {
    BOOST_TEST(key.min == row.min);
    BOOST_TEST(type_of(key).ends_with(" from " + std::to_string(row.min) + " to " + std::to_string(row.max)));
    for (const long number : {row.min, row.max}) {
        BOOST_TEST(is_loaded(row.around.text(row.value(key, number))), number);
    }
    for (const long number : {row.min - 1, row.max + 1}) {
        const std::string found = findings(row.around.text(row.value(key, number)));
        BOOST_TEST(found.find(": `" + std::string(key.name) + "` must be " + type_of(key) + ", not `" +
                              std::to_string(number)) != std::string::npos,
                   found);
    }
}

inline void check_length(const Key& key, const Bounds& row) {
    const std::string at_most = "at most " + std::to_string(row.max) + " characters";
    BOOST_TEST(type_of(key).ends_with(" " + at_most));
    const std::string longest = row.around.text(row.value(key, row.max));
    BOOST_TEST(findings(longest).find("` is too long: ") == std::string::npos);
    BOOST_TEST((!row.is_usable || is_loaded(longest)), findings(longest));
    const std::string found = findings(row.around.text(row.value(key, row.max + 1)));
    BOOST_TEST(found.find("` is too long: " + std::to_string(row.max + 1) + " characters, " + at_most) !=
                   std::string::npos,
               found);
}

/// Every bound of these sections is expected, printed and kept: the last value is accepted, one more is not.
inline void check_bounds(std::span<const KeySection> sections, std::span<const Bounds> rows) {
    for (const KeySection& section : sections) {
        for (const Key& key : section.keys) {
            const Bounds* const row = find_row(rows, section.name, key.name);
            BOOST_TEST_CONTEXT(section.name << "." << key.name) {
                BOOST_TEST(key.max == (row == nullptr ? 0 : row->max));
                if (row != nullptr) {
                    key.kind == Key::Kind::integer ? check_number(key, *row) : check_length(key, *row);
                }
            }
        }
    }
}

template <typename Same>
void check_default(const Key& key, const Default& row, Same same) {
    if (row.around.before.empty()) {
        return; // another test has the files that it needs
    }
    const bool is_text =
        key.kind == Key::Kind::text || key.kind == Key::Kind::word || key.kind == Key::Kind::words;
    const std::string quote = is_text ? "'" : "";
    const auto with = [&](const std::string& value) {
        return load_text(row.around.text(std::string(key.name).append(": ").append(value)));
    };
    const Config without = load_text(row.around.text(""));
    BOOST_TEST(same(without, with(quote + std::string(key.value) + quote)));
    BOOST_TEST(!same(without, with(std::string(row.other))));
}

/// Every default value of these sections is expected and printed, and is what a configuration without the key
/// has; another one makes a difference. `same` compares two configurations.
template <typename Same>
void check_defaults(std::span<const KeySection> sections, std::span<const Default> rows, Same same) {
    for (const KeySection& section : sections) {
        for (const Key& key : section.keys) {
            const Default* const row = find_row(rows, section.name, key.name);
            BOOST_TEST_CONTEXT(section.name << "." << key.name) {
                BOOST_TEST((row != nullptr || key.value.empty()));
                if (row != nullptr) {
                    BOOST_TEST(default_of(key) == row->printed);
                    check_default(key, *row, same);
                }
            }
        }
    }
}

} // namespace autodiscover::test
