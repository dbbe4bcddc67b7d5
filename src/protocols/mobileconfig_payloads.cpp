// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_payloads.hpp"

#include "autodiscover/policy/policies.hpp"

#include <algorithm>

namespace autodiscover::mobileconfig {

namespace {

/// Apple's word for an authentication ([com.apple.mail.managed] IncomingMailServerAuthentication); empty:
/// there is none. GSSAPI, OAuth2 and client certificates cannot be told to Apple Mail. EmailAuthHTTPMD5 is
/// DIGEST-MD5, which RFC 6331 retired.
constexpr PlistWord apple_word(Authentication authentication) noexcept {
    switch (authentication) {
    case Authentication::password_cleartext:
        return "EmailAuthPassword";
    case Authentication::password_encrypted:
        return "EmailAuthCRAMMD5";
    case Authentication::ntlm:
        return "EmailAuthNTLM";
    case Authentication::none:
        return "EmailAuthNone";
    case Authentication::gssapi:
    case Authentication::oauth2:
    case Authentication::tls_client_cert:
        break;
    }
    return "";
}

/// Nothing where there is no service or no such authentication.
std::optional<Endpoint> endpoint_of(const Service* service) noexcept {
    if (service != nullptr) {
        for (const Authentication candidate : service->authentication) {
            const PlistWord word = apple_word(candidate);
            if (!word.view().empty()) {
                return Endpoint{service, word, candidate != Authentication::none};
            }
        }
    }
    return std::nullopt;
}

constexpr unsigned https = 443;

/// The host of an ActiveSync server; the payload has no key for a port.
std::string_view activesync_host(const std::optional<Url>& url) noexcept {
    return url && url->port() == https ? url->host() : std::string_view();
}

/// IMAP wins where it is offered at all: POP3 in its place would take the mail off the server.
const Service* incoming_of(const Account& account) noexcept {
    const Service* const imap = account.offered(ServiceType::imap);
    return imap != nullptr ? imap : account.offered(ServiceType::pop3);
}

/// The keys of one direction, in the order in which they are written.
struct EndpointKeys {
    PlistWord authentication, host, port, ssl, username;
};
constexpr EndpointKeys incoming_keys = {"IncomingMailServerAuthentication", "IncomingMailServerHostName",
                                        "IncomingMailServerPortNumber", "IncomingMailServerUseSSL",
                                        "IncomingMailServerUsername"};
constexpr EndpointKeys outgoing_keys = {"OutgoingMailServerAuthentication", "OutgoingMailServerHostName",
                                        "OutgoingMailServerPortNumber", "OutgoingMailServerUseSSL",
                                        "OutgoingMailServerUsername"};

/// The login name; empty without a mailbox: the device asks for it.
FilledText login_of(const Account& account, const Service& service) {
    return account.subject.mailbox != nullptr ? account.username(service) : FilledText(std::string_view());
}

void write_endpoint(PlistWriter& plist, const EndpointKeys& keys, const Endpoint& endpoint,
                    const Account& account, std::string_view login) {
    plist.word(keys.authentication, endpoint.authentication);
    plist.string(keys.host, account.host(*endpoint.service));
    plist.integer(keys.port, endpoint.service->port);
    // Apple does not say which of implicit TLS and STARTTLS this means; peers and the field agree on "TLS in
    // any form". The schema's default is false, an older guide's was true: never left out.
    plist.boolean(keys.ssl, endpoint.service->transport != Transport::plaintext);
    plist.string(keys.username, endpoint.needs_login ? login : std::string_view());
}

/// Empty: the device asks for it.
std::string_view address_of(const Account& account) noexcept {
    return account.subject.mailbox != nullptr ? account.subject.mailbox->address() : std::string_view();
}

/// The address tells several accounts of one person apart in the narrow list of accounts.
std::string_view description_of(const Account& account) noexcept {
    return account.subject.mailbox != nullptr ? account.subject.mailbox->address() : account.provider().name;
}

/// [com.apple.mail.managed]: one incoming and one outgoing server.
void write_mail_keys(PlistWriter& plist, const Account& account, const Endpoint& incoming,
                     const Endpoint& outgoing, std::string_view person) {
    const Subject& subject = account.subject;
    const std::string_view address = address_of(account);
    plist.string("EmailAccountDescription", description_of(account));
    plist.string("EmailAccountName", person);
    plist.word("EmailAccountType",
               incoming.service->type == ServiceType::imap ? PlistWord("EmailTypeIMAP") : "EmailTypePOP");
    plist.string("EmailAddress", address);
    const FilledText login = login_of(account, *incoming.service);
    const FilledText other_login = login_of(account, *outgoing.service);
    write_endpoint(plist, incoming_keys, incoming, account, login);
    write_endpoint(plist, outgoing_keys, outgoing, account, other_login);
    const bool same_login = subject.mailbox != nullptr ? login.view() == other_login.view()
                                                       : account.username_template(*incoming.service) ==
                                                             account.username_template(*outgoing.service);
    if (incoming.needs_login && outgoing.needs_login && same_login) {
        plist.boolean("OutgoingPasswordSameAsIncomingPassword", true); // one question instead of two
    }
}

/// [com.apple.caldav.account] and [com.apple.carddav.account] differ in their prefix only.
struct DavKeys {
    PlistWord description, host, port, ssl, username;
};
constexpr DavKeys caldav_keys = {"CalDAVAccountDescription", "CalDAVHostName", "CalDAVPort", "CalDAVUseSSL",
                                 "CalDAVUsername"};
constexpr DavKeys carddav_keys = {"CardDAVAccountDescription", "CardDAVHostName", "CardDAVPort",
                                  "CardDAVUseSSL", "CardDAVUsername"};

/// No PrincipalURL: what iOS and macOS take for one differs, and of the accounts that fail in the field most
/// have one. With the host alone both go by /.well-known/ (RFC 6764 section 5), as other clients do.
void write_dav_keys(PlistWriter& plist, const DavKeys& keys, const Endpoint& endpoint,
                    const Account& account) {
    plist.string(keys.description, description_of(account));
    plist.string(keys.host, account.host(*endpoint.service));
    if (endpoint.service->port != https) {
        plist.integer(keys.port, endpoint.service->port);
    }
    plist.boolean(keys.ssl, true);
    plist.string(keys.username,
                 endpoint.needs_login ? login_of(account, *endpoint.service).view() : std::string_view());
}

constexpr PlistWord scope_word(DirectorySearch::Scope scope) noexcept {
    switch (scope) {
    case DirectorySearch::Scope::base:
        return "LDAPSearchSettingScopeBase";
    case DirectorySearch::Scope::one_level:
        return "LDAPSearchSettingScopeOneLevel";
    case DirectorySearch::Scope::subtree:
        break;
    }
    return "LDAPSearchSettingScopeSubtree";
}

/// [com.apple.ldap.account]: there is no key for the port, which follows from UseSSL.
void write_ldap_keys(PlistWriter& plist, const Endpoint& endpoint, const Account& account) {
    plist.string("LDAPAccountDescription", account.provider().name); // the directory is nobody's own
    plist.string("LDAPAccountHostName", account.host(*endpoint.service));
    plist.boolean("LDAPAccountUseSSL", true);
    plist.string("LDAPAccountUserName",
                 endpoint.needs_login ? login_of(account, *endpoint.service).view() : std::string_view());
    plist.array("LDAPSearchSettings", [&] {
        for (const DirectorySearch& search : *endpoint.service->searches) {
            plist.dictionary([&] {
                plist.string("LDAPSearchSettingDescription", search.description);
                plist.word("LDAPSearchSettingScope", scope_word(search.scope));
                plist.string("LDAPSearchSettingSearchBase", search.base);
            });
        }
    });
}

/// A payload's name: the end of its identifier, what its UUID is made of, and its type.
struct PayloadName {
    std::string_view suffix, kind;
    PlistWord type;
};
constexpr PayloadName mail_name = {".mail", "mail\n", "com.apple.mail.managed"};
constexpr PayloadName caldav_name = {".caldav", "caldav\n", "com.apple.caldav.account"};
constexpr PayloadName carddav_name = {".carddav", "carddav\n", "com.apple.carddav.account"};
constexpr PayloadName ldap_name = {".ldap", "ldap\n", "com.apple.ldap.account"};
constexpr PayloadName activesync_name = {".activesync", "activesync\n", "com.apple.eas.account"};

/// [CommonPayloadKeys]
void write_common_keys(PlistWriter& plist, const PayloadName& name, Identity& identity) {
    plist.string("PayloadIdentifier", {identity.base(), ".", identity.hash(), name.suffix});
    plist.word("PayloadType", name.type);
    plist.uuid("PayloadUUID", identity.uuid_of(name.kind));
    plist.integer("PayloadVersion", 1);
}

/// [com.apple.eas.account]: iOS only. Beside the payload for mail it is there for what that one lacks: nobody
/// wants to see each message twice.
void write_activesync_payload(PlistWriter& plist, const Account& account, const Sources& sources,
                              Identity& identity) {
    const std::string_view address = address_of(account);
    // Who speaks ActiveSync in front of a mail server logs in there, with what the user logs in with.
    const Service* const mail = incoming_of(account);
    plist.string("EmailAddress", address);
    if (sources.told.has(Payload::mail)) {
        plist.boolean("EnableMail", false);
    }
    plist.string("Host", sources.activesync);
    plist.string("PayloadDisplayName", description_of(account)); // this type has no description of its own
    write_common_keys(plist, activesync_name, identity);
    plist.boolean("SSL", true); // the default is false
    plist.string("UserName", mail != nullptr ? login_of(account, *mail).view() : address);
}

} // namespace

Sources::Sources(const Account& account, Payloads wanted) {
    if (wanted.has(Payload::mail)) {
        incoming = endpoint_of(incoming_of(account));
        outgoing = endpoint_of(account.offered(ServiceType::submission));
        if (incoming && outgoing) {
            told.add(Payload::mail);
        }
    }
    if (wanted == Payload::mail) { // nearly always
        return;
    }
    const auto look = [&](Payload payload, ServiceType type, std::optional<Endpoint>& endpoint) {
        endpoint = wanted.has(payload) ? endpoint_of(account.offered(type)) : std::nullopt;
        if (endpoint) {
            told.add(payload);
        }
    };
    look(Payload::caldav, ServiceType::caldav, caldav);
    look(Payload::carddav, ServiceType::carddav, carddav);
    look(Payload::ldap, ServiceType::ldap, ldap);
    activesync = activesync_host(account.policies().outlook.activesync_url);
    if (wanted.has(Payload::activesync) && !activesync.empty()) {
        told.add(Payload::activesync);
    }
}

void write_payloads(PlistWriter& plist, const Account& account, const Sources& sources, Identity& identity,
                    std::string_view person) {
    if (sources.told.has(Payload::mail)) {
        plist.dictionary([&] {
            write_mail_keys(plist, account, *sources.incoming, *sources.outgoing, person);
            write_common_keys(plist, mail_name, identity);
        });
    }
    if (sources.caldav) {
        plist.dictionary([&] {
            write_dav_keys(plist, caldav_keys, *sources.caldav, account);
            write_common_keys(plist, caldav_name, identity);
        });
    }
    if (sources.carddav) {
        plist.dictionary([&] {
            write_dav_keys(plist, carddav_keys, *sources.carddav, account);
            write_common_keys(plist, carddav_name, identity);
        });
    }
    if (sources.ldap) {
        plist.dictionary([&] {
            write_ldap_keys(plist, *sources.ldap, account);
            write_common_keys(plist, ldap_name, identity);
        });
    }
    if (sources.told.has(Payload::activesync)) {
        plist.dictionary([&] { write_activesync_payload(plist, account, sources, identity); });
    }
}

} // namespace autodiscover::mobileconfig
