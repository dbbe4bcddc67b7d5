// SPDX-License-Identifier: MIT
#pragma once
/// What an Apple configuration profile says: a property list, the octets that a device installs. Facts are
/// from Apple's schema (repository apple/device-management: TopLevel); there is no standard. Thread safety:
/// pure functions.

#include "autodiscover/model/directory.hpp"
#include "autodiscover/policy/payloads.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// The profile of a mailbox, or of a domain for devices that ask for the address. `person` is the name on
/// outgoing mail, empty for none; `only` what it shall hold, empty for what the policy says. A payload that
/// the account's services do not allow is left out. Nothing when none is left, or when mail is wanted and
/// cannot be told: who installs such a profile waits for mail.
std::optional<std::string> mobileconfig_profile(const Account& account, std::string_view person,
                                                Payloads only = {});

/// Which payloads of the policy are left out, and why, a sentence each: for the administrator.
std::vector<std::string> mobileconfig_omissions(const Account& account);

} // namespace autodiscover
