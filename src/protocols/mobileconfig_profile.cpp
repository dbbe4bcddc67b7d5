// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_profile.hpp"

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/plist_writer.hpp"

namespace autodiscover {

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

/// A service and the first of its authentications that Apple has a word for.
struct Endpoint {
    const Service& service;
    PlistWord authentication;
    bool needs_login;
};

/// Nothing where there is no service or no such authentication.
std::optional<Endpoint> endpoint_of(const Service* service) noexcept {
    if (service != nullptr) {
        for (const Authentication candidate : service->authentication) {
            const PlistWord word = apple_word(candidate);
            if (!word.view().empty()) {
                return Endpoint{*service, word, candidate != Authentication::none};
            }
        }
    }
    return std::nullopt;
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

/// What tells profiles and payloads apart. A device replaces a profile that has the same PayloadIdentifier,
/// and keeps an account whose payload has the same PayloadIdentifier and PayloadUUID, so these depend on the
/// address and the configured identifier and on nothing that an operator may want to change.
struct Identity {
    Uuid profile;
    Uuid mail;

    Identity(const Policy::Mobileconfig& policy, const Subject& subject) {
        InlineString<sizeof "profile\n" + Mailbox::longest_local_part + 1 + Domain::Text::capacity> name;
        const auto uuid_of = [&](std::string_view kind) {
            name.clear();
            name.append(kind);
            if (subject.mailbox != nullptr) { // case matters to a mail server, not to whose account it is
                for (const char c : subject.mailbox->local_part()) {
                    name.append(to_lower(c));
                }
            }
            name.append('@');
            name.append(subject.domain);
            return uuid_v5(policy.name_space, name.view());
        };
        profile = uuid_of("profile\n");
        mail = uuid_of("mail\n");
    }
};

/// The login name; without a mailbox there is none to tell. `space` holds it where it is not the address.
std::string_view login_of(const Account& account, const Service& service, std::string& space) {
    const Mailbox* mailbox = account.subject.mailbox;
    if (mailbox == nullptr) {
        return {};
    }
    if (account.login == nullptr && service.username.text() == "%EMAILADDRESS%") { // nearly always
        return mailbox->address();
    }
    space = account.username(service);
    return space;
}

/// A template, so that every key is a constant where it is written.
template <const EndpointKeys& keys>
void write_endpoint(PlistWriter& plist, const Endpoint& endpoint, const Account& account,
                    std::string_view login) {
    plist.word(keys.authentication, endpoint.authentication);
    if (const Template& host = endpoint.service.host; host.is_literal()) {
        plist.string(keys.host, host.text());
    } else {
        plist.string(keys.host, account.host(endpoint.service));
    }
    plist.integer(keys.port, endpoint.service.port);
    // Apple does not say which of implicit TLS and STARTTLS this means; peers and the field agree on "TLS in
    // any form". The schema's default is false, an older guide's was true: never left out.
    plist.boolean(keys.ssl, endpoint.service.transport != Transport::plaintext);
    plist.string(keys.username, endpoint.needs_login ? login : std::string_view());
}

/// The payload of type com.apple.mail.managed: one incoming and one outgoing server.
void write_mail_payload(PlistWriter& plist, const Account& account, const Endpoint& incoming,
                        const Endpoint& outgoing, std::string_view person) {
    const Subject& subject = account.subject;
    const std::string_view address = subject.mailbox != nullptr ? subject.mailbox->address() : "";
    // The address tells several accounts of one person apart in the narrow list of mailboxes.
    plist.string("EmailAccountDescription", address.empty() ? account.provider.name : address);
    plist.string("EmailAccountName", person);
    plist.word("EmailAccountType",
               incoming.service.type == ServiceType::imap ? PlistWord("EmailTypeIMAP") : "EmailTypePOP");
    plist.string("EmailAddress", address);
    std::string space;
    std::string other_space;
    const std::string_view login = login_of(account, incoming.service, space);
    const std::string_view other_login = login_of(account, outgoing.service, other_space);
    write_endpoint<incoming_keys>(plist, incoming, account, login);
    write_endpoint<outgoing_keys>(plist, outgoing, account, other_login);
    const bool same_login = subject.mailbox != nullptr ? login == other_login
                                                       : account.username_template(incoming.service) ==
                                                             account.username_template(outgoing.service);
    if (incoming.needs_login && outgoing.needs_login && same_login) {
        plist.boolean("OutgoingPasswordSameAsIncomingPassword", true); // one question instead of two
    }
}

std::string profile_of(const Account& account, const Endpoint& incoming, const Endpoint& outgoing,
                       std::string_view person) {
    const Policy::Mobileconfig& policy = account.policy.mobileconfig;
    const std::string& provider = account.provider.name;
    const Identity identity(policy, account.subject);
    const auto hash = to_hex(identity.profile); // not the address: "@" has no place in a reverse-DNS name
    PlistWriter plist;
    plist.array_of_one("PayloadContent", [&] {
        write_mail_payload(plist, account, incoming, outgoing, person);
        plist.string("PayloadIdentifier", {policy.identifier, ".", hash.view(), ".mail"});
        plist.word("PayloadType", "com.apple.mail.managed");
        plist.uuid("PayloadUUID", identity.mail);
        plist.integer("PayloadVersion", 1);
    });
    plist.string("PayloadDescription", policy.description);
    if (account.subject.mailbox != nullptr) {
        plist.string("PayloadDisplayName", {provider, " (", account.subject.mailbox->address(), ")"});
    } else {
        plist.string("PayloadDisplayName", provider);
    }
    plist.string("PayloadIdentifier", {policy.identifier, ".", hash.view()});
    plist.string("PayloadOrganization", policy.organization.empty() ? provider : policy.organization);
    plist.word("PayloadType", "Configuration");
    plist.uuid("PayloadUUID", identity.profile);
    plist.integer("PayloadVersion", 1);
    return plist.finish();
}

} // namespace

std::optional<std::string> mobileconfig_profile(const Account& account, std::string_view person) {
    // IMAP wins where it is offered at all: POP3 in its place would take the mail off the server.
    const Service* imap = account.offered(ServiceType::imap);
    const auto incoming = endpoint_of(imap != nullptr ? imap : account.offered(ServiceType::pop3));
    const auto outgoing = endpoint_of(account.offered(ServiceType::submission));
    if (!incoming || !outgoing) {
        return std::nullopt;
    }
    return profile_of(account, *incoming, *outgoing, person);
}

} // namespace autodiscover
