// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_texts.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/http/accept_language.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

using Table = std::array<std::string_view, web_text_names.size()>;

// One block a language. A text that does not exist does not compile here, and one that is missing fails
// below.
#define WEB_TEXT(name, text) table[static_cast<std::size_t>(WebText::name)] = text;
constexpr Table en_texts = [] {
    Table table{};
#include "web_texts/en.def"
    return table;
}();
constexpr Table de_texts = [] {
    Table table{};
#include "web_texts/de.def"
    return table;
}();
constexpr Table es_texts = [] {
    Table table{};
#include "web_texts/es.def"
    return table;
}();
constexpr Table fr_texts = [] {
    Table table{};
#include "web_texts/fr.def"
    return table;
}();
constexpr Table it_texts = [] {
    Table table{};
#include "web_texts/it.def"
    return table;
}();
constexpr Table nl_texts = [] {
    Table table{};
#include "web_texts/nl.def"
    return table;
}();
constexpr Table pl_texts = [] {
    Table table{};
#include "web_texts/pl.def"
    return table;
}();
constexpr Table pt_texts = [] {
    Table table{};
#include "web_texts/pt.def"
    return table;
}();
#undef WEB_TEXT

constexpr std::array<Table, web_language_tags.size()> tables = {
#define WEB_LANGUAGE(tag, name) tag##_texts,
#include "autodiscover/policy/web_languages.def"
#undef WEB_LANGUAGE
};

constexpr bool is_complete(const Table& table) {
    return std::none_of(table.begin(), table.end(), [](std::string_view text) { return text.empty(); });
}
static_assert(std::all_of(tables.begin(), tables.end(), is_complete), "a language lacks a text");

} // namespace

std::string_view shipped_text(WebLanguage language, WebText name) noexcept {
    return tables[static_cast<std::size_t>(language)][static_cast<std::size_t>(name)];
}

std::optional<WebLanguage> web_language(std::string_view tag) noexcept {
    const auto* const found = std::find(web_language_tags.begin(), web_language_tags.end(), tag);
    return found == web_language_tags.end()
               ? std::nullopt
               : std::optional(static_cast<WebLanguage>(found - web_language_tags.begin()));
}

WebLanguage negotiated_language(std::string_view accept_language) noexcept {
    return static_cast<WebLanguage>(wanted_language(accept_language, web_language_tags).value_or(0));
}

WebTexts::WebTexts(WebLanguage language, const WebPolicy& web, const Provider& provider) noexcept
    : language_(language), web_(web), provider_(provider) {}

std::string_view WebTexts::tag() const noexcept {
    return web_language_tags[static_cast<std::size_t>(language_)];
}

std::string_view WebTexts::operator[](WebText name) const noexcept {
    for (const WebPolicy::Text& own : web_.texts) { // few operators have any, and those a handful
        if (own.name == name && own.language == language_) {
            return own.text;
        }
    }
    return shipped_text(language_, name);
}

std::string WebTexts::filled(WebText name, std::string_view address) const {
    std::string out;
    fill(name, address, [&](std::string_view piece, bool /*is_address*/) { out.append(piece); });
    return out;
}

} // namespace autodiscover
