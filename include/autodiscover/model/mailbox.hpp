// SPDX-License-Identifier: MIT
#pragma once
/// An e-mail address, parsed once and trusted after. Thread safety: a value.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/result.hpp"
#include "autodiscover/model/domain.hpp"

#include <optional>
#include <string_view>

namespace autodiscover {

/// A mailbox whose local part is a dot-string, with UTF-8 allowed (RFC 5321 section 4.1.2, RFC 6531
/// section 3.3). Quoted local parts are refused: no mail host hands them out, and they are what injections
/// are made of. So are deceptive characters (base/characters.hpp), which make a sentence of an address: one
/// that an answer shows or signs is a name. Stray dots (".a", "a..b") are accepted, since some providers did
/// hand those out.
class Mailbox {
  public:
    static constexpr std::size_t longest_local_part = 64; // RFC 5321 section 4.5.3.1.1

    static Result<Mailbox> parse(std::string_view text);

    /// As given: case is kept (RFC 5321 section 2.4).
    [[nodiscard]] std::string_view local_part() const noexcept { return address().substr(0, at_); }
    /// Lower-case A-labels.
    [[nodiscard]] std::string_view domain() const noexcept { return address().substr(at_ + 1); }
    [[nodiscard]] std::string_view address() const noexcept { return text_.view(); }

  private:
    Mailbox() = default;
    InlineString<longest_local_part + 1 + Domain::Text::capacity> text_;
    std::size_t at_ = 0;
};

/// The part before the last "@" of well-formed UTF-8 holds a character that Mailbox::parse() refuses because
/// people would be deceived, or a space outside of quotes. For answers that go by domain_of_address().
bool is_deceptive_address(std::string_view text) noexcept;

/// The domain of an address, which is all that a generic answer needs: what follows the last "@" of anything
/// that has something on both sides, is valid UTF-8 without controls and at most 320 octets long. Nothing
/// otherwise.
std::optional<Domain> domain_of_address(std::string_view text);

} // namespace autodiscover
