// SPDX-License-Identifier: MIT
#pragma once
/// Identifiers and UUIDs of configuration profiles. Part of the mobileconfig protocol. Thread safety: none;
/// one belongs to one answer.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/uuid.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/model/subject.hpp"
#include "autodiscover/policy/mobileconfig_policy.hpp"

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
    Identity(const MobileconfigPolicy& policy, const Subject& subject, Payloads only);

    [[nodiscard]] const Uuid& profile() const noexcept { return profile_; }
    /// The PayloadIdentifier is `base`, ".", this, and of a payload "." and its name.
    [[nodiscard]] std::string_view hash() const noexcept { return hash_.view(); }
    [[nodiscard]] std::string_view base() const noexcept { return base_; }
    /// Of a payload; `kind` is its name and a line end.
    [[nodiscard]] Uuid uuid_of(std::string_view kind) const noexcept;

  private:
    static constexpr std::size_t max_prefix = 48; // bytes of the names of all payloads, a line each
    static constexpr std::size_t max_address = Mailbox::longest_local_part + 1 + Domain::Text::capacity;

    const Uuid& name_space_;
    std::string_view base_;
    InlineString<max_prefix + max_address>
        text_; // what all names end with: the address, and what precedes it
    Uuid profile_;
    InlineString<32> hash_;
};

} // namespace autodiscover::mobileconfig
