// SPDX-License-Identifier: MIT
#pragma once
/// Writes HTML in UTF-8 (the HTML standard, 13.1), and SVG within it. It is the only place that writes "<"
/// for a browser: every text and attribute is escaped, elements are closed by the function that opens them,
/// and there is no way to write raw bytes. Thread safety: none; one writer belongs to one answer.

#include "autodiscover/base/output.hpp"

#include <concepts>
#include <initializer_list>
#include <string_view>

namespace autodiscover {

class HtmlWriter {
  public:
    struct Attribute {
        std::string_view name; // a constant
        std::string_view value;
        bool has_value = true;
        /// A boolean attribute: it is true by being there (2.3.2).
        static Attribute present(std::string_view name) noexcept { return {name, {}, false}; }
        /// An attribute that is only there under a condition.
        static Attribute when(bool condition, std::string_view name, std::string_view value) noexcept {
            return condition ? Attribute{name, value} : Attribute{{}, {}};
        }
    };
    using Attributes = std::initializer_list<Attribute>;

    /// `out` must outlive the writer.
    explicit HtmlWriter(Output& out) : out_(out) {}

    /// Must come first: without it browsers imitate those of the last century.
    void doctype();

    /// An element, whose content `content` writes. Names are constants of the caller.
    template <std::invocable Content>
    void element(std::string_view name, Attributes attributes, Content&& content) {
        start_tag(name, attributes);
        content();
        end_tag(name);
    }
    template <std::invocable Content>
    void element(std::string_view name, Content&& content) {
        element(name, {}, content);
    }
    /// An element that holds only text.
    void text_element(std::string_view name, std::string_view text, Attributes attributes = {});
    /// An element that never has content or an end tag (13.1.2): input, meta, link, img.
    void void_element(std::string_view name, Attributes attributes);
    /// Text inside of the open element.
    void text(std::string_view text);
    /// Text whose direction must not change that of the text around it, such as an address (4.5.24, bdi).
    void isolated(std::string_view text);
    /// A style or script, in which nothing can be escaped (13.1.2.1): throws std::invalid_argument when
    /// `content` holds a "<" at all. The element's text is `content` and nothing else, as its hash says.
    void raw_text_element(std::string_view name, std::string_view content);

  private:
    void start_tag(std::string_view name, Attributes attributes);
    void end_tag(std::string_view name);

    Output& out_;
};

} // namespace autodiscover
