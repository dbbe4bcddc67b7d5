// SPDX-License-Identifier: MIT
#pragma once
/// What looks like a placeholder in a text, in the manner of other programs too: %u of Dovecot, ${email} of
/// shells, {email} of automx2. Thread safety: pure functions.

#include <array>
#include <cstddef>
#include <string_view>

namespace autodiscover {

/// The words of [autoconfig-06] Placeholders, without their percent signs.
inline constexpr std::array<std::string_view, 3> placeholder_names = {"EMAILADDRESS", "EMAILLOCALPART",
                                                                      "EMAILDOMAIN"};

/// A sign and the word after it: "%u", "%EMAILADDRESS%", "${email}", "$email", "{email}", "{{ email }}",
/// "{email".
struct PlaceholderWord {
    std::size_t size = 0;    // of all of it; 0: nothing of the kind, or a percent sign alone
    std::string_view name{}; // without signs and blanks
    bool is_closed = false;  // a second percent sign, or a brace
};

/// Precondition: `text` begins with one of `%`, `$` and `{`.
PlaceholderWord placeholder_word(std::string_view text) noexcept;

/// The one of placeholder_names that a name means; empty: who knows.
std::string_view meant_placeholder(std::string_view name);

} // namespace autodiscover
