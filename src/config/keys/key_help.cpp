// SPDX-License-Identifier: MIT
// What the key table says to people.
#include "autodiscover/base/closest_word.hpp"
#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/key_table.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace autodiscover {

namespace {

/// Words of other programs, and ours that is meant.
constexpr auto foreign_words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"hostname", "host"},
    {"server", "host"},
    {"url", "host"},
    {"managesieve", "sieve"},
    {"icon", "logo"},
    {"login", "username"},
    {"user", "username"},
    {"encryption", "transport"},
    {"security", "transport"},
    {"ssl", "transport"},
    {"tls", "transport"},
    {"auth", "authentication"},
    {"pop", "pop3"},
    {"pops", "pop3s"},
    {"smtps", "submissions"},
    {"display_name", "name"},
    {"<<", ""}, // YAML 1.1 merge key: nothing to suggest, and nothing is close
});

/// "below `services`": where else a key is known, the places nearby first; empty: nowhere, or in too many.
std::string places_of(std::string_view section, std::string_view name) {
    constexpr std::size_t most_places = 3;
    std::vector<std::string> places;
    for (const bool nearby : {true, false}) {
        for (const KeySection& there : key_table()) {
            const std::size_t dot = there.name.rfind('.');
            const std::string_view parent = dot == std::string_view::npos ? "" : there.name.substr(0, dot);
            const std::string_view own = there.name.substr(dot + 1); // npos + 1: all of it
            const bool is_nearby = parent == section || find_key(section, own) != nullptr;
            if (there.name != section && there.name != "included file" && is_nearby == nearby &&
                !is_any(name) && find_key(there.name, name) != nullptr) {
                places.push_back(there.name.empty() ? "at the top of the main file"
                                                    : "below " + quote(is_any(own) ? there.name : own));
            }
        }
        if (!places.empty()) {
            break;
        }
    }
    std::string out;
    for (const std::string& place : places) {
        out.append(out.empty() ? "" : " or ").append(place);
    }
    return places.size() <= most_places ? out : "";
}

std::string_view closest(std::span<const Key> keys, std::string_view unknown) {
    for (const auto& [foreign, ours] : foreign_words) {
        for (const Key& key : keys) {
            if (unknown == foreign && key.name == ours) {
                return ours;
            }
        }
    }
    std::vector<std::string_view> names;
    for (const Key& key : keys) {
        names.push_back(key.name);
    }
    return closest_word(names, unknown);
}

/// Appends words, wrapped at 100 columns; the first line is indented by `first` blanks, the others by `rest`.
void append_wrapped(std::string& out, std::string_view text, std::size_t first, std::size_t rest) {
    constexpr std::size_t width = 100;
    out.append(first, ' ');
    std::size_t column = first;
    bool at_start = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (!at_start && column + 1 + end > width) {
            out.append("\n").append(rest, ' ');
            column = rest;
        } else if (!at_start) {
            out += ' ';
            ++column;
        }
        out += text.substr(0, end);
        column += end;
        at_start = false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    out += '\n';
}

} // namespace

std::string suggest_key(std::string_view section, std::string_view unknown) {
    if (section == "services.URL_SERVICE" && find_key("services.SERVICE", unknown) != nullptr) {
        return ": this service is reached by its `url`, which says host, port and protection";
    }
    if (section == "services.ldaps" && find_key("services.SERVICE", unknown) != nullptr) {
        return ": it is implicit TLS at port 636, a profile cannot say anything else";
    }
    if (section.starts_with("services.") && unknown == "enabled") {
        return ": a service that is written is enabled; `false` in place of its mapping switches it off";
    }
    const std::span<const Key> keys = keys_of(section);
    const std::string places = places_of(section, unknown);
    const std::string_view match = closest(keys, unknown);
    const bool is_translated = std::any_of(foreign_words.begin(), foreign_words.end(), [&](const auto& pair) {
        return pair.first == unknown && pair.second == match;
    });
    if (!places.empty() && !is_translated) {
        return "; it belongs " + places;
    }
    if (!match.empty()) {
        return ", did you mean " + quote(match) + "?";
    }
    std::string out = "; expected one of ";
    for (const Key& key : keys) {
        out.append(&key == keys.data() ? "" : ", ").append(quote(key.name));
    }
    return out;
}

std::string type_of(const Key& key) {
    std::string out(key.type);
    if (out.empty() && !key.words.empty()) {
        for (const Word& word : key.words) {
            if (!word.is_foreign) {
                out.append(out.empty() ? "" : ", ").append(word.name);
            }
        }
    } else if (out.empty()) {
        constexpr std::string_view of_kind[] = {"text", "true or false", "a number",  "",
                                                "",     "a list",        "a mapping", "a mapping or false"};
        out = of_kind[static_cast<std::size_t>(key.kind)];
    }
    if (key.kind == Key::Kind::integer) {
        out.append(" from ").append(std::to_string(key.min));
        out.append(" to ").append(std::to_string(key.max));
    } else if (key.max > 0) {
        out.append(key.kind == Key::Kind::list ? ", each at most " : ", at most ")
            .append(std::to_string(key.max));
        out.append(" characters");
    }
    return out;
}

std::string default_of(const Key& key) {
    const bool has_both = !key.otherwise.empty() && !key.value.empty();
    return std::string(key.otherwise).append(has_both ? " " : "").append(key.value);
}

std::string explain_keys() {
    std::string out;
    for (const KeySection& section : key_table()) {
        out.append(out.empty() ? "" : "\n")
            .append(section.name.empty() ? "top level" : section.name)
            .append(":\n");
        for (const Key& key : section.keys) {
            std::string head = std::string(key.name).append(": ").append(type_of(key));
            if (const std::string fallback = default_of(key); !fallback.empty()) {
                head.append(fallback == "required" ? " (" : " (default: ").append(fallback).append(")");
            }
            append_wrapped(out, head, 2, 4); // what follows is indented by 6: the manual is made from this
            append_wrapped(out, key.help, 6, 6);
        }
    }
    return out;
}

} // namespace autodiscover
