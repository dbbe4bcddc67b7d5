// SPDX-License-Identifier: MIT
#pragma once
/// The texts of the page for people in one language; part of the page. Thread safety: const use from several
/// threads is safe; points into the policy and the provider that it was made of.

#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/web_policy.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// As shipped, placeholders left in.
std::string_view shipped_text(WebLanguage language, WebText name) noexcept;

/// The language of a tag such as "de"; nothing when there is none.
std::optional<WebLanguage> web_language(std::string_view tag) noexcept;
/// The language that a browser asks for (Accept-Language), English when we have none of its.
WebLanguage negotiated_language(std::string_view accept_language) noexcept;

class WebTexts {
  public:
    WebTexts(WebLanguage language, const WebPolicy& web, const Provider& provider) noexcept;

    [[nodiscard]] WebLanguage language() const noexcept { return language_; }
    [[nodiscard]] std::string_view tag() const noexcept;
    /// A text without placeholders.
    [[nodiscard]] std::string_view operator[](WebText name) const noexcept;
    /// Any text, with the placeholders filled in.
    [[nodiscard]] std::string filled(WebText name, std::string_view address = {}) const;
    /// The same in pieces: calls `write(std::string_view piece, bool is_address)` for each in turn.
    template <typename Write>
    void fill(WebText name, std::string_view address, Write write) const {
        std::string_view rest = (*this)[name];
        for (std::size_t at = rest.find('{'); at != std::string_view::npos; at = rest.find('{')) {
            const std::size_t end = rest.find('}', at); // every brace is one of a placeholder
            const bool is_address = rest.substr(at, end + 1 - at) == "{address}";
            write(rest.substr(0, at), false);
            write(is_address ? address : std::string_view(provider_.name), is_address);
            rest.remove_prefix(end + 1);
        }
        write(rest, false);
    }

  private:
    WebLanguage language_;
    const WebPolicy& web_;
    const Provider& provider_;
};

} // namespace autodiscover
