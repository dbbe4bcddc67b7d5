// SPDX-License-Identifier: MIT
#pragma once
/// Text with %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% in it, the words of Mozilla's autoconfig
/// format ([autoconfig-06] Placeholders). Thread safety: a value; const use from several threads is safe.

#include "autodiscover/base/result.hpp"
#include "autodiscover/base/shared.hpp"
#include "autodiscover/model/subject.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace autodiscover {

/// Where a text is wrong, counted in bytes from 0, and what would be right.
struct PlaceholderFault {
    std::size_t at = 0;
    std::string message;
};

/// A template with its placeholders filled in. It refers to the template or the mailbox where one of them has
/// the text already, which is nearly always, and must not outlive them.
class FilledText {
  public:
    explicit FilledText(std::string_view text) noexcept : view_(text), is_own_(false) {}
    explicit FilledText(std::string text) noexcept : own_(std::move(text)), is_own_(true) {}

    [[nodiscard]] std::string_view view() const noexcept { return is_own_ ? std::string_view(own_) : view_; }
    operator std::string_view() const noexcept { return view(); } // implicit: a text like any other

  private:
    std::string own_;
    std::string_view view_;
    bool is_own_;
};

class Template {
  public:
    /// Which placeholders a text may hold: a host name may depend on the domain only. So may a URL, where a
    /// percent sign and two hexadecimal digits are an encoded byte and stay as they are.
    enum class Allowed { all, domain_only, domain_in_url };

    Template() = default;
    /// `%%` is a percent sign (in a URL `%25`). Anything else that begins like a placeholder of any program
    /// and is not one of ours is an error: `%u`, `${email}`, `{email`. No login or host name has such a word.
    static Result<Template> parse(std::string_view text, Allowed allowed);
    /// The first thing for which parse() refuses a text.
    static std::optional<PlaceholderFault> find_fault(std::string_view text, Allowed allowed);

    /// Placeholders and all, as clients that fill them in want it: a percent sign stands for itself.
    [[nodiscard]] const std::string& text() const noexcept { return content().text; }
    /// As parse() reads it, where it is not for a URL: with each percent sign doubled.
    [[nodiscard]] std::string written() const;
    [[nodiscard]] bool is_literal() const noexcept { return content().is_literal; }
    /// The text needs a mailbox, a domain is not enough.
    [[nodiscard]] bool needs_mailbox() const noexcept { return content().needs_mailbox; }

    /// The text with the placeholders filled in. Precondition: a mailbox when needs_mailbox().
    [[nodiscard]] FilledText fill(const Subject& subject) const;

    friend bool operator==(const Template& a, const Template& b) { return a.text() == b.text(); }

  private:
    struct Content {
        std::string text;
        bool is_literal = true;
        bool needs_mailbox = false;
    };
    [[nodiscard]] const Content& content() const noexcept { return content_ ? *content_ : nothing; }

    static std::optional<PlaceholderFault> read(std::string_view text, Allowed allowed, Content& content);

    static const Content nothing;
    Shared<Content> content_; // ten thousand services say the same
};

/// A placeholder in a text where none is filled in. Less strict: "100 % mail" and "{a,b}" are texts.
std::optional<PlaceholderFault> find_stray_placeholder(std::string_view text);

} // namespace autodiscover
