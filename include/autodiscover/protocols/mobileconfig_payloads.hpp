// SPDX-License-Identifier: MIT
#pragma once
/// The payloads of a configuration profile: which of them an account's services allow, and what each says.
/// Facts are from Apple's schema (repository apple/device-management, 2024-10: com.apple.mail.managed,
/// com.apple.caldav.account, com.apple.carddav.account, com.apple.ldap.account, com.apple.eas.account). Part
/// of the mobileconfig protocol. Thread safety: pure functions.

#include "autodiscover/format/plist_writer.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/policy/payloads.hpp"
#include "autodiscover/protocols/mobileconfig_identity.hpp"

#include <optional>
#include <string_view>

namespace autodiscover::mobileconfig {

/// A service and the first of its authentications that Apple has a word for.
struct Endpoint {
    const Service* service;
    PlistWord authentication;
    bool needs_login;
};

/// What of the wanted payloads can be told of an account.
struct Sources {
    std::optional<Endpoint> incoming, outgoing, caldav, carddav, ldap;
    std::string_view activesync; // host; empty: none
    Payloads told;

    Sources(const Account& account, Payloads wanted);
};

/// Writes the dictionaries of all payloads that can be told. `person`: the name on outgoing mail.
void write_payloads(PlistWriter& plist, const Account& account, const Sources& sources, Identity& identity,
                    std::string_view person);

} // namespace autodiscover::mobileconfig
