// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_layout.hpp"

#include "autodiscover/protocols/web_look.hpp"

namespace autodiscover {

namespace {

constexpr std::size_t usual_size = 20000; // octets of a page with settings: it is allocated once

void write_head(HtmlWriter& html, const WebPage& page, WebText title, std::string_view prefix,
                std::string_view colours) {
    html.void_element("meta", {{"charset", "utf-8"}});
    html.void_element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.void_element("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    std::string text(prefix);
    text.append(prefix.empty() ? "" : ": ")
        .append(page.texts.filled(title, page.typed))
        .append(" – ")
        .append(page.provider.name);
    html.text_element("title", text);
    html.void_element("link", {{"rel", "icon"}, {"href", web_icon}});
    html.raw_text_element("style", web_style);
    html.raw_text_element("style", colours);
}

void write_header(HtmlWriter& html, const WebPage& page) {
    if (page.web.logo) { // the name stands beside it: nothing to read out
        html.void_element("img", {{"src", *page.web.logo}, {"alt", ""}});
    }
    html.text_element("p", page.provider.name);
}

/// Buttons of the form, so that what was typed stays without a script. The button behind the field comes
/// first in the document: that is the one that the Enter key stands for.
void write_languages(HtmlWriter& html, const WebPage& page) {
    for (std::size_t i = 0; i < web_language_tags.size(); ++i) {
        const std::string_view tag = web_language_tags[i];
        html.text_element("button", web_language_names[i],
                          {{"type", "submit"},
                           {"form", "form"},
                           {"name", "lang"},
                           {"value", tag},
                           {"lang", tag},
                           HtmlWriter::Attribute::when(tag == page.texts.tag(), "aria-current", "true")});
    }
}

} // namespace

void write_filled(HtmlWriter& html, const WebPage& page, WebText text) {
    page.texts.fill(text, page.typed, [&](std::string_view piece, bool is_address) {
        is_address ? html.isolated(piece) : html.text(piece);
    });
}

std::string web_document(const WebPage& page, WebText title, std::string_view prefix,
                         std::string_view colours, const std::function<void(HtmlWriter&)>& content) {
    Output out;
    out.reserve(usual_size);
    HtmlWriter html(out);
    html.doctype();
    html.element("html", {{"lang", page.texts.tag()}}, [&] {
        html.element("head", [&] { write_head(html, page, title, prefix, colours); });
        html.element("body", [&] {
            html.element("header", [&] { write_header(html, page); });
            html.element("main", [&] {
                html.element("h1", [&] { write_filled(html, page, title); });
                content(html);
            });
            html.element("footer", [&] {
                html.element("nav", {{"class", "languages"}, {"aria-label", page.texts[WebText::language]}},
                             [&] { write_languages(html, page); });
            });
        });
    });
    return out.take();
}

void write_form(HtmlWriter& html, const WebPage& page, std::optional<WebText> error) {
    using Attribute = HtmlWriter::Attribute;
    const WebTexts& texts = page.texts;
    const auto write_row = [&] {
        html.void_element("input", {{"id", "email"},
                                    {"name", "email"},
                                    {"type", "email"},
                                    {"autocomplete", "email"},
                                    {"autocapitalize", "none"},
                                    {"spellcheck", "false"},
                                    Attribute::present("required"),
                                    {"value", page.typed},
                                    {"aria-describedby", error ? "error hint" : "hint"},
                                    Attribute::when(error.has_value(), "aria-invalid", "true")});
        html.text_element("button", texts[WebText::submit], {{"class", "button"}, {"type", "submit"}});
    };
    const auto write_content = [&] {
        html.void_element("input", {{"type", "hidden"}, {"name", "now"}, {"value", texts.tag()}});
        html.text_element("label", texts[WebText::address_label], {{"for", "email"}});
        if (error) {
            html.text_element("p", texts[*error], {{"id", "error"}, {"class", "error"}, {"role", "alert"}});
        }
        html.element("div", {{"class", "row"}}, write_row);
        html.text_element("p", texts[WebText::address_hint], {{"id", "hint"}, {"class", "hint"}});
    };
    // novalidate: browsers know other addresses than we do, and say so in a language of their own.
    html.element("form",
                 {{"id", "form"},
                  {"class", "card"},
                  {"method", "post"},
                  {"action", "/"},
                  Attribute::present("novalidate")},
                 write_content);
}

} // namespace autodiscover
