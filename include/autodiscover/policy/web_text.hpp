// SPDX-License-Identifier: MIT
#pragma once
/// The texts of the page for people, by name: what an operator may replace, and what every language has.
/// Thread safety: constants.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace autodiscover {

enum class WebText : std::uint8_t {
#define WEB_TEXT(name, placeholders) name,
#include "autodiscover/policy/web_texts.def"
#undef WEB_TEXT
};

inline constexpr auto web_text_names = std::to_array<std::string_view>({
#define WEB_TEXT(name, placeholders) #name,
#include "autodiscover/policy/web_texts.def"
#undef WEB_TEXT
});
/// What may stand in each text, such as "{address} {provider}".
inline constexpr auto web_text_placeholders = std::to_array<std::string_view>({
#define WEB_TEXT(name, placeholders) placeholders,
#include "autodiscover/policy/web_texts.def"
#undef WEB_TEXT
});

enum class WebLanguage : std::uint8_t {
#define WEB_LANGUAGE(tag, name) tag,
#include "autodiscover/policy/web_languages.def"
#undef WEB_LANGUAGE
};

/// Tags, as in the attribute `lang` and in the configuration.
inline constexpr auto web_language_tags = std::to_array<std::string_view>({
#define WEB_LANGUAGE(tag, name) #tag,
#include "autodiscover/policy/web_languages.def"
#undef WEB_LANGUAGE
});
/// Each language's name in itself.
inline constexpr auto web_language_names = std::to_array<std::string_view>({
#define WEB_LANGUAGE(tag, name) name,
#include "autodiscover/policy/web_languages.def"
#undef WEB_LANGUAGE
});

/// Whether every "{...}" of a text is among `allowed`.
constexpr bool has_only_placeholders(std::string_view text, std::string_view allowed) noexcept {
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos ||
            allowed.find(text.substr(at, end + 1 - at)) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

} // namespace autodiscover
