// SPDX-License-Identifier: MIT
#pragma once
/// Writes XML 1.0 in UTF-8. Every text and attribute goes through its escaping, elements close themselves,
/// and there is no way to write raw bytes. Property lists, which begin with a document type, have a writer of
/// their own (plist_writer), which takes its escaping from here.
/// Thread safety: none; one writer belongs to one answer.

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace autodiscover {

class XmlWriter {
  public:
    struct Attribute {
        std::string_view name; // a constant
        std::string_view value;
    };
    using Attributes = std::initializer_list<Attribute>;

    /// An open element; its end tag is written when it goes out of scope.
    class Element {
      public:
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;
        [[gnu::always_inline]] ~Element() { writer_.end_element(name_); }

      private:
        friend class XmlWriter;
        Element(XmlWriter& writer, std::string_view name) : writer_(writer), name_(name) {}
        XmlWriter& writer_;
        std::string_view name_;
    };

    /// Appends to `out`, which must outlive the writer and belongs to it while an element is open: it has
    /// spare octets at its end then. Reserve what the document will need, and it is allocated once.
    explicit XmlWriter(std::string& out) : out_(out) { resume(); }

    /// The XML declaration; must come first: some readers take it for granted as the very first bytes.
    void declaration();

    /// Opens an element with children. Names are constants of the caller.
    [[nodiscard]] [[gnu::always_inline]] Element element(std::string_view name, Attributes attributes = {}) {
        spare_ += end_tag_size(name);
        start_tag(name, attributes, ">\n");
        ++depth_;
        return {*this, name};
    }
    /// An element that holds only text.
    [[gnu::always_inline]] void text_element(std::string_view name, std::string_view text);
    void text_element(std::string_view name, std::string_view text, Attributes attributes);
    /// An element that holds nothing: `<name/>`.
    void empty_element(std::string_view name, Attributes attributes = {});

    /// Throws std::invalid_argument where `text` has characters that XML 1.0 cannot carry (production [2]
    /// Char) or is not UTF-8.
    static void escape(std::string_view text, std::string& out);
    /// Copies a text that needs neither escaping nor checking and returns the end of the copy; null, with
    /// `text.size()` octets scribbled on, when it is not such a one.
    static char* put_plain(char* to, std::string_view text) noexcept;

  private:
    /// Octets that may be scribbled on behind what is asked for.
    static constexpr std::size_t slack = 16;

    /// With a constant `text` this is a few moves.
    static char* put(char* to, std::string_view text) noexcept {
        std::memcpy(to, text.data(), text.size());
        return to + text.size();
    }
    /// Where to write `size` octets, and `spare_` more.
    char* room(std::size_t size) {
        if (size + spare_ > static_cast<std::size_t>(limit_ - cursor_)) {
            grow(size + spare_);
        }
        return cursor_;
    }
    /// At the depth of the element.
    [[nodiscard]] std::size_t end_tag_size(std::string_view name) const noexcept {
        return indentation() + 4 + name.size();
    }
    [[nodiscard]] std::size_t indentation() const noexcept { return 2 * std::size_t{depth_}; }
    char* indent(char* to) const noexcept {
        std::memset(to, ' ', slack);
        if (indentation() > slack) {
            std::memset(to, ' ', indentation());
        }
        return to + indentation();
    }
    /// Takes up what was appended to out_, or cut off.
    void resume() noexcept { cursor_ = limit_ = out_.data() + out_.size(); }
    void grow(std::size_t size);
    void finish();
    char* write_escaped(std::string_view text, std::size_t more);
    [[gnu::always_inline]] void start_tag(std::string_view name, Attributes attributes, std::string_view end);
    [[gnu::always_inline]] void end_element(std::string_view name) noexcept;

    std::string& out_;
    char* cursor_ = nullptr; // in out_: where the next octet goes
    char* limit_ = nullptr;  // in out_: its end
    /// What there is always room for: `slack` and the end tags of all open elements. They are written by
    /// destructors, which must not find that memory has run out.
    std::size_t spare_ = slack;
    unsigned depth_ = 0;
};

// Inline, because every name is a constant of the caller: tags become a few moves each, and a document is
// made of little else.

/// Indentation, name, attributes, and `end`: ">" and what follows it.
inline void XmlWriter::start_tag(std::string_view name, Attributes attributes, std::string_view end) {
    std::size_t left = indentation() + 1 + name.size() + end.size();
    for (const Attribute& attribute : attributes) {
        left += attribute.name.size() + 4 + attribute.value.size();
    }
    char* to = indent(room(left));
    to = put(put(to, "<"), name);
    for (const Attribute& attribute : attributes) {
        cursor_ = put(put(put(to, " "), attribute.name), "=\"");
        to = put_plain(cursor_, attribute.value);
        if (to == nullptr) {
            to = write_escaped(attribute.value, left);
        }
        to = put(to, "\"");
    }
    cursor_ = put(to, end);
}

inline void XmlWriter::end_element(std::string_view name) noexcept {
    --depth_;
    spare_ -= end_tag_size(name);
    char* const to = indent(cursor_);
    cursor_ = put(put(put(to, "</"), name), ">\n");
    if (depth_ == 0) {
        finish();
    }
}

inline void XmlWriter::text_element(std::string_view name, std::string_view text) {
    const std::size_t end_tag = name.size() + 4;
    char* to = indent(room(indentation() + name.size() + 2 + text.size() + end_tag));
    cursor_ = put(put(put(to, "<"), name), ">");
    char* end = put_plain(cursor_, text);
    if (end == nullptr) {
        end = write_escaped(text, end_tag);
    }
    cursor_ = put(put(put(end, "</"), name), ">\n");
    if (depth_ == 0) {
        finish();
    }
}

} // namespace autodiscover
