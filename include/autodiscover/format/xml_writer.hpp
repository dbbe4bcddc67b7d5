// SPDX-License-Identifier: MIT
#pragma once
/// Writes XML 1.0 in UTF-8. Every text and attribute goes through put_xml_text(), elements are closed by the
/// function that opens them, and there is no way to write raw bytes. Thread safety: none; one writer belongs
/// to one answer.

#include "autodiscover/base/output.hpp"
#include "autodiscover/format/xml_text.hpp"

#include <concepts>
#include <initializer_list>
#include <string_view>

namespace autodiscover {

class XmlWriter {
  public:
    struct Attribute {
        std::string_view name; // a constant
        std::string_view value;
    };
    using Attributes = std::initializer_list<Attribute>;

    /// `out` must outlive the writer.
    explicit XmlWriter(Output& out) : out_(out) {}

    /// The XML declaration. Must come first: some readers take it for granted as the very first bytes.
    void declaration() { out_.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); }

    // Inline, because all names are constants of the caller: a tag becomes a few moves, and a document
    // consists of little else.

    /// An element with children, which `content` writes.
    template <std::invocable Content>
    [[gnu::always_inline]] void element(std::string_view name, Attributes attributes, Content&& content) {
        start_tag(name, attributes);
        out_.put(">\n");
        ++depth_;
        content();
        --depth_;
        out_.spaces(2 * depth_);
        end_tag(name);
    }
    template <std::invocable Content>
    [[gnu::always_inline]] void element(std::string_view name, Content&& content) {
        element(name, {}, content);
    }
    /// An element that holds only text.
    [[gnu::always_inline]] void text_element(std::string_view name, std::string_view text,
                                             Attributes attributes = {}) {
        start_tag(name, attributes);
        out_.put(">");
        put_xml_text(out_, text);
        end_tag(name);
    }
    /// An element that holds only a number, in decimal.
    template <std::integral T>
    [[gnu::always_inline]] void number_element(std::string_view name, T number) {
        start_tag(name, {});
        out_.put(">").number(number);
        end_tag(name);
    }
    /// An element that holds nothing: `<name/>`.
    [[gnu::always_inline]] void empty_element(std::string_view name, Attributes attributes = {}) {
        start_tag(name, attributes);
        out_.put("/>\n");
    }

  private:
    /// All but its end, ">" or "/>".
    [[gnu::always_inline]] void start_tag(std::string_view name, Attributes attributes) {
        out_.spaces(2 * depth_).put("<").put(name);
        for (const Attribute& attribute : attributes) {
            out_.put(" ").put(attribute.name).put("=\"");
            put_xml_text(out_, attribute.value);
            out_.put("\"");
        }
    }
    [[gnu::always_inline]] void end_tag(std::string_view name) { out_.put("</").put(name).put(">\n"); }

    Output& out_;
    std::size_t depth_ = 0;
};

} // namespace autodiscover
