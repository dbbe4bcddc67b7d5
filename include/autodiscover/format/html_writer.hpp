// SPDX-License-Identifier: MIT
#pragma once
/// Writes HTML in UTF-8 (the HTML standard, 13.1), and SVG within it. It is the only place that writes "<"
/// for a browser: every text and attribute goes through its escaping, elements close themselves, and there is
/// no way to write raw bytes. Thread safety: none; one writer belongs to one answer.

#include <initializer_list>
#include <string>
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

    /// An open element; its end tag is written when it goes out of scope.
    class Element {
      public:
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;
        ~Element() { writer_.end_tag(name_); }

      private:
        friend class HtmlWriter;
        Element(HtmlWriter& writer, std::string_view name) : writer_(writer), name_(name) {}
        HtmlWriter& writer_;
        std::string_view name_;
    };

    /// Appends to `out`, which must outlive the writer. Reserve what the page will need.
    explicit HtmlWriter(std::string& out) : out_(out) {}

    /// Must come first: without it browsers imitate those of the last century.
    void doctype();

    /// Opens an element. Names are constants of the caller.
    [[nodiscard]] Element element(std::string_view name, Attributes attributes = {});
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

    std::string& out_;
};

} // namespace autodiscover
