// SPDX-License-Identifier: MIT
#pragma once
/// Text with %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% in it, the words of Mozilla's autoconfig
/// format
/// ([autoconfig-06] Placeholders). Thread safety: a value; const use from several threads is safe.

#include "autodiscover/base/result.hpp"
#include "autodiscover/base/shared.hpp"
#include "autodiscover/model/subject.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

class Template {
  public:
    /// Which placeholders a text may hold: a host name may depend on the domain only.
    enum class Allowed { all, domain_only };

    Template() = default;
    /// Any other %NAME% is an error; a single % is not.
    static Result<Template> parse(std::string_view text, Allowed allowed);

    /// As written, placeholders and all.
    [[nodiscard]] const std::string& text() const noexcept { return content().text; }
    [[nodiscard]] bool is_literal() const noexcept { return content().is_literal; }
    /// The text needs a mailbox, a domain is not enough.
    [[nodiscard]] bool needs_mailbox() const noexcept { return content().needs_mailbox; }

    /// Appends the text with the placeholders filled in. Precondition: a mailbox when needs_mailbox().
    void expand(const Subject& subject, std::string& out) const;

    friend bool operator==(const Template& a, const Template& b) { return a.text() == b.text(); }

  private:
    struct Content {
        std::string text;
        bool is_literal = true;
        bool needs_mailbox = false;
    };
    [[nodiscard]] const Content& content() const noexcept { return content_ ? *content_ : nothing; }

    static const Content nothing;
    Shared<Content> content_; // ten thousand services say the same
};

} // namespace autodiscover
