// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/web_reader.hpp"

#include "autodiscover/base/closest_word.hpp"
#include <algorithm>
#include <span>

namespace autodiscover {

namespace {

/// Reports a name that is not there.
std::optional<std::size_t> index_of(const Source& source, const YamlEntry& entry, std::string_view what,
                                    std::span<const std::string_view> names) {
    const auto found = std::find(names.begin(), names.end(), entry.key);
    if (found != names.end()) {
        return static_cast<std::size_t>(found - names.begin());
    }
    std::string message = "there is no " + std::string(what) + " " + quote(entry.key);
    if (const std::string_view close = closest_word(names, entry.key); !close.empty() && names.size() > 10) {
        source.error(entry.key_location, message + ", did you mean " + quote(close) + "?");
        return std::nullopt;
    }
    message.append(", only ");
    for (const std::string_view& name : names) {
        message.append(&name == names.data() ? "" : ", ").append(name);
    }
    source.error(entry.key_location, std::move(message));
    return std::nullopt;
}

void put(WebPolicy::Text text, std::vector<WebPolicy::Text>& texts) {
    const auto same = std::find_if(texts.begin(), texts.end(), [&](const WebPolicy::Text& other) {
        return other.language == text.language && other.name == text.name;
    });
    if (same != texts.end()) {
        *same = std::move(text);
    } else {
        texts.push_back(std::move(text));
    }
}

void read_text(const Section& texts, const YamlEntry& entry, WebLanguage language, WebPolicy& web) {
    const std::optional<std::size_t> name = index_of(texts.source(), entry, "text", web_text_names);
    auto line = texts.line("TEXT", entry.value, entry.key);
    if (!name || !line) {
        return;
    }
    const std::string_view allowed = web_text_placeholders[*name];
    if (!has_only_placeholders(line->value, allowed)) {
        texts.source().error(line->location,
                             quote(entry.key) + " holds braces; " +
                                 (allowed.empty() ? "nothing is filled in here"
                                                  : "all that is filled in here is " + std::string(allowed)));
        return;
    }
    put({language, static_cast<WebText>(*name), std::move(line->value)}, web.texts);
}

} // namespace

void read_web(const Section& section, WebPolicy& web) {
    if (section.read("accent", web.accent, Colour::parse) && section.has("accent")) {
        web.accent_dark = web.accent;
    }
    section.read("accent_dark", web.accent_dark, Colour::parse);
    const Section languages(section.source(), section.find("texts"), "web.texts");
    for (const YamlEntry& entry : languages.entries()) {
        if (const auto language = index_of(section.source(), entry, "language", web_language_tags)) {
            const Section texts(section.source(), &entry, "web.texts.LANGUAGE");
            for (const YamlEntry& text : texts.entries()) {
                read_text(texts, text, static_cast<WebLanguage>(*language), web);
            }
        }
    }
}

} // namespace autodiscover
