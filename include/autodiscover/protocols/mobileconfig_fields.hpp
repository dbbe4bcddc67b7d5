// SPDX-License-Identifier: MIT
#pragma once
/// Who chooses what is in a configuration profile. A signature says that the operator made the profile, so of
/// what a stranger sends nothing may be in a signed one but the mailbox name of a listed domain: domains that
/// only a pattern covers get unsigned profiles (config/offer_reader.cpp), and `link` fields are left out of
/// signed ones. Part of the mobileconfig protocol; a test holds every profile against this table.

#include <array>
#include <string_view>

namespace autodiscover::mobileconfig {

enum class Chooser {
    program,   // a constant of ours
    operator_, // the configuration, for the domain of the address; hosts may hold the name of that domain
    address,   // holds the address of the request, or what the operator makes a login of
    identity,  // a digest of the configured identifier, the address, and which payloads the link asks for
    link,      // free text of whoever made the link; never signed
};

struct Field {
    std::string_view key;
    Chooser chooser;
};

/// By key: one with several meanings has the chooser that may do most. A link's `only` picks which of the
/// operator's payloads are there, and has no text in any.
inline constexpr std::array fields = {
    // The profile as a whole, and what all payloads have.
    Field{"ConsentText", Chooser::operator_},
    Field{"DurationUntilRemoval", Chooser::operator_},
    Field{"PayloadContent", Chooser::program},
    Field{"PayloadDescription", Chooser::operator_},
    Field{"PayloadDisplayName", Chooser::address},
    Field{"PayloadExpirationDate", Chooser::operator_},
    Field{"PayloadIdentifier", Chooser::identity},
    Field{"PayloadOrganization", Chooser::operator_},
    Field{"PayloadType", Chooser::program},
    Field{"PayloadUUID", Chooser::identity},
    Field{"PayloadVersion", Chooser::program},
    Field{"RemovalDate", Chooser::operator_},
    // Mail.
    Field{"EmailAccountDescription", Chooser::address},
    Field{"EmailAccountName", Chooser::link},
    Field{"EmailAccountType", Chooser::operator_},
    Field{"EmailAddress", Chooser::address},
    Field{"IncomingMailServerAuthentication", Chooser::operator_},
    Field{"IncomingMailServerHostName", Chooser::operator_},
    Field{"IncomingMailServerPortNumber", Chooser::operator_},
    Field{"IncomingMailServerUseSSL", Chooser::operator_},
    Field{"IncomingMailServerUsername", Chooser::address},
    Field{"OutgoingMailServerAuthentication", Chooser::operator_},
    Field{"OutgoingMailServerHostName", Chooser::operator_},
    Field{"OutgoingMailServerPortNumber", Chooser::operator_},
    Field{"OutgoingMailServerUseSSL", Chooser::operator_},
    Field{"OutgoingMailServerUsername", Chooser::address},
    Field{"OutgoingPasswordSameAsIncomingPassword", Chooser::operator_},
    // Calendars and address books.
    Field{"CalDAVAccountDescription", Chooser::address},
    Field{"CalDAVHostName", Chooser::operator_},
    Field{"CalDAVPort", Chooser::operator_},
    Field{"CalDAVUseSSL", Chooser::operator_},
    Field{"CalDAVUsername", Chooser::address},
    Field{"CardDAVAccountDescription", Chooser::address},
    Field{"CardDAVHostName", Chooser::operator_},
    Field{"CardDAVPort", Chooser::operator_},
    Field{"CardDAVUseSSL", Chooser::operator_},
    Field{"CardDAVUsername", Chooser::address},
    // A directory.
    Field{"LDAPAccountDescription", Chooser::operator_},
    Field{"LDAPAccountHostName", Chooser::operator_},
    Field{"LDAPAccountUseSSL", Chooser::operator_},
    Field{"LDAPAccountUserName", Chooser::address},
    Field{"LDAPSearchSettings", Chooser::program},
    Field{"LDAPSearchSettingDescription", Chooser::operator_},
    Field{"LDAPSearchSettingScope", Chooser::operator_},
    Field{"LDAPSearchSettingSearchBase", Chooser::operator_},
    // ActiveSync.
    Field{"EnableMail", Chooser::operator_}, // false beside a mail payload
    Field{"Host", Chooser::operator_},
    Field{"SSL", Chooser::program},
    Field{"UserName", Chooser::address},
};

} // namespace autodiscover::mobileconfig
