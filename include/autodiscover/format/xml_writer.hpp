// SPDX-License-Identifier: MIT
#pragma once
/// Writes XML 1.0 in UTF-8. It is the only place that can emit "<": every text and attribute goes through its
/// escaping, elements close themselves, and there is no way to write raw bytes.
/// Thread safety: none; one writer belongs to one answer.

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
        ~Element() { writer_.end_element(name_); }

      private:
        friend class XmlWriter;
        Element(XmlWriter& writer, std::string_view name) : writer_(writer), name_(name) {}
        XmlWriter& writer_;
        std::string_view name_;
    };

    /// Appends to `out`, which must outlive the writer.
    explicit XmlWriter(std::string& out) : out_(out) {}

    /// The XML declaration; must come first: some readers take it for granted as the very first bytes.
    void declaration();
    /// A document type with a public identifier; plists need one. All three are constants.
    void doctype(std::string_view root, std::string_view public_id, std::string_view system_id);

    /// Opens an element with children. Names are constants of the caller.
    [[nodiscard]] Element element(std::string_view name, Attributes attributes = {});
    /// An element that holds only text.
    void text_element(std::string_view name, std::string_view text, Attributes attributes = {});
    /// An element that holds nothing: `<name/>`.
    void empty_element(std::string_view name, Attributes attributes = {});

    /// Throws std::invalid_argument where `text` has characters that XML 1.0 cannot carry (production [2]
    /// Char) or is not UTF-8.
    static void escape(std::string_view text, std::string& out);

  private:
    void start_tag(std::string_view name, Attributes attributes);
    void end_element(std::string_view name);
    void indent();

    std::string& out_;
    unsigned depth_ = 0;
};

} // namespace autodiscover
