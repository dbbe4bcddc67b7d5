// SPDX-License-Identifier: MIT
#pragma once
/// A domain or host name. It is normalised once, when it is parsed, and trusted after: lower-case A-labels
/// without a trailing dot, so that two spellings of one name are equal bytes. Thread safety: a value.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/result.hpp"

#include <string_view>

namespace autodiscover {

class Domain {
  public:
    /// 253 octets: what fits a DNS message without the root label (RFC 1035 section 2.3.4).
    using Text = InlineString<253>;

    /// Accepts U-labels (converted by IDNA2008, RFC 5891 section 5) and A-labels, any case, one trailing dot.
    /// Labels are letters, digits and inner hyphens, at most 63 octets (RFC 1123 section 2.1).
    static Result<Domain> parse(std::string_view text);

    /// Lower-case A-labels, never empty.
    [[nodiscard]] std::string_view view() const noexcept { return text_.view(); }

    friend bool operator==(const Domain&, const Domain&) = default;

  private:
    Domain() = default;
    static Result<Domain> parse_ascii(std::string_view text);
    Text text_;
};

} // namespace autodiscover
