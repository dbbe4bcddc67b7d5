// SPDX-License-Identifier: MIT
#pragma once
/// Identifiers and UUIDs of configuration profiles. Part of the mobileconfig protocol. Thread safety: none;
/// one belongs to one answer.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/uuid.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/model/subject.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace autodiscover::mobileconfig {

/// What tells profiles and payloads apart. A device replaces a profile that has the same PayloadIdentifier,
/// and keeps an account whose payload has the same PayloadIdentifier and PayloadUUID, so these depend on the
/// address and the configured identifier and on nothing that an operator may want to change.
///
/// A profile that was asked for without mail ("?only=caldav") stands beside the one with it: it must neither
/// replace that one, which would take the mail account off the device, nor share a UUID with it.
class Identity {
  public:
    /// `only`: what the request asks for; empty: nothing particular.
    Identity(const Policy::Mobileconfig& policy, const Subject& subject, Payloads only);

    [[nodiscard]] const Uuid& profile() const noexcept { return profile_; }
    /// The PayloadIdentifier is `base`, ".", this, and of a payload "." and its name.
    [[nodiscard]] std::string_view hash() const noexcept { return hash_.view(); }
    [[nodiscard]] std::string_view base() const noexcept { return base_; }
    /// Of a payload; `kind` is its name and a line end.
    [[nodiscard]] Uuid uuid_of(std::string_view kind);

  private:
    static constexpr std::size_t longest_prefix = 48; // the longest is all names but mail, and one of them
    static constexpr std::size_t longest_address = Mailbox::longest_local_part + 1 + Domain::Text::capacity;

    const Uuid& name_space_;
    std::string_view base_;
    std::array<char, longest_prefix + longest_address> text_; // the address, room for what is put before it
    std::size_t begin_ = longest_prefix;                      // of the address, or of what always precedes it
    std::size_t end_ = longest_prefix;
    Uuid profile_;
    InlineString<32> hash_;
};

} // namespace autodiscover::mobileconfig
