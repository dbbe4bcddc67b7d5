// SPDX-License-Identifier: MIT
#pragma once
/// The frame of the page for people: head, header, form, choice of languages; part of the page. Thread
/// safety: pure functions.

#include "autodiscover/format/html_writer.hpp"
#include "autodiscover/policy/web_policy.hpp"
#include "autodiscover/protocols/web_texts.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// What all pages are made of.
struct WebPage {
    WebTexts texts;
    const Provider& provider;
    const WebPolicy& web;
    std::string_view typed; // what goes back into the field; text that XML can carry
};

/// Writes a text with its placeholders filled in. The address is what a stranger may have typed: its letters
/// may run from right to left, and must not take what follows along.
void write_filled(HtmlWriter& html, const WebPage& page, WebText text);

/// A whole document with `title` as its heading, and in the title of its window behind `prefix`. `content`
/// writes what follows the heading.
std::string web_document(const WebPage& page, WebText title, std::string_view prefix,
                         std::string_view colours, const std::function<void(HtmlWriter&)>& content);

/// The form, as a card. With `error`, that is said by the field.
void write_form(HtmlWriter& html, const WebPage& page, std::optional<WebText> error);

} // namespace autodiscover
