// SPDX-License-Identifier: MIT
#pragma once
/// What an Apple configuration profile says: a property list, the octets that a device installs. Facts are
/// from Apple's schema (repository apple/device-management: com.apple.mail.managed, TopLevel,
/// CommonPayloadKeys); there is no standard. Thread safety: pure functions.

#include "autodiscover/model/directory.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// The profile of a mailbox, or of a domain for devices that ask for the address. `person` is the name on
/// outgoing mail, empty for none. Nothing when the account's services cannot be told to Apple Mail.
std::optional<std::string> mobileconfig_profile(const Account& account, std::string_view person);

} // namespace autodiscover
