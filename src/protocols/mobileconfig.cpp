// SPDX-License-Identifier: MIT
// Apple configuration profiles: a property list with one mail account, which a person installs by following a
// link. Facts are from Apple's schema (repository apple/device-management: com.apple.mail.managed,
// TopLevel, CommonPayloadKeys); there is no standard. Thread safety: pure functions and constants.
#include "autodiscover/protocols/protocol.hpp"

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/plist_writer.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/protocols/lookup.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace autodiscover {

namespace {

constexpr std::string_view content_type = "application/x-apple-aspen-config"; // a charset is no part of it
constexpr std::string_view no_profile = "There is no configuration profile for this address.";
constexpr std::string_view no_address = "Say for which address: ?email=you@your-domain";
constexpr std::size_t longest_name = 100; // code points of a person's name
constexpr std::size_t longest_stem = 128; // octets of a file name before its extension
constexpr std::size_t header_size = 160 + longest_stem;

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

/// ASCII letters, digits, "._-": nothing that could end the quoted string or hide the file.
void add_disposition(Response& response, const Subject& subject) {
    const std::string_view stem = subject.mailbox != nullptr ? subject.mailbox->address() : subject.domain;
    std::array<char, longest_stem> name;
    char* end = name.data();
    for (const char c : stem.substr(0, longest_stem)) {
        const bool safe = is_letter(c) || is_digit(c) || c == '_' || (c == '.' && end != name.data());
        *end++ = safe ? c : '-';
    }
    response.headers.append("Content-Disposition: attachment; filename=\"")
        .append(name.data(), end)
        .append(".mobileconfig\"\r\n");
}

/// The profile of an account, or the reason why there is none.
Response render(const Account& account, std::string_view person) {
    if (account.subject.mailbox == nullptr && !account.policy.mobileconfig.without_address) {
        return Response::text(400, no_address);
    }
    // IMAP wins where it is offered at all: POP3 in its place would take the mail off the server.
    const Service* imap = account.offered(ServiceType::imap);
    const auto incoming = endpoint_of(imap != nullptr ? imap : account.offered(ServiceType::pop3));
    const auto outgoing = endpoint_of(account.offered(ServiceType::submission));
    if (!account.policy.mobileconfig.enabled || !incoming || !outgoing) {
        return Response::text(404, no_profile);
    }
    Response response;
    response.content_type = content_type;
    response.headers.reserve(header_size);
    add_disposition(response, account.subject);
    response.headers.append("Cache-Control: no-store\r\n"
                            "X-Content-Type-Options: nosniff\r\n"
                            "X-Robots-Tag: noindex\r\n");
    response.body = profile_of(account, *incoming, *outgoing, person);
    return response;
}

/// The person's name for outgoing mail; nothing when it is not one. Links that peers made encode a blank as
/// "+", as forms do, and no name has a plus sign.
std::optional<std::string> person_of(std::string_view query) {
    std::string name = query_parameter(query, {"name"}).value_or("");
    if (!is_xml_text(name) || count_code_points(name) > longest_name || has_control_character(name)) {
        return std::nullopt;
    }
    std::replace(name.begin(), name.end(), '+', ' ');
    return std::string(trim(name));
}

/// The address under any of the names that peers' links use; empty: there is none. A list ("addresses") gives
/// its first.
std::string address_of(std::string_view query) {
    if (std::optional<std::string> one = query_parameter(query, {"email", "emailaddress"})) {
        return std::move(*one);
    }
    const std::string list = query_parameter(query, {"addresses"}).value_or("");
    return list.substr(0, list.find(','));
}

/// Without an address the host name decides the domain, and the device asks for the address.
Response answer_without_address(const Request& request, const Directory& directory, std::string_view person) {
    const std::optional<Domain> domain = domain_of_host(request.host);
    const std::optional<Account> account = domain ? directory.find(Subject(*domain)) : std::nullopt;
    return account ? render(*account, person) : Response::text(400, no_address);
}

Response answer(const Request& request, const Directory& directory) {
    const std::optional<std::string> person = person_of(request.query);
    if (!person) {
        return Response::text(400, "The name is not valid.");
    }
    const std::string address = address_of(request.query);
    if (address.empty()) {
        return answer_without_address(request, directory, *person);
    }
    const Result<Mailbox> mailbox = Mailbox::parse(address);
    if (!mailbox) {
        return Response::text(400, "The address is not valid.");
    }
    const std::optional<Account> account = directory.find(Subject(*mailbox));
    return account ? render(*account, *person) : Response::text(404, no_profile);
}

/// Devices look for none of these: people follow links, and old links of other programs go on working.
constexpr std::uint8_t get = bit(Method::get);
constexpr std::array routes = {
    Route{"/email.mobileconfig", Route::Match::exact, get, answer}, // the one that we print
    Route{"/email/mobileconfig", Route::Match::exact, get, answer},
    Route{"/mobileconfig", Route::Match::exact, get, answer},
    Route{"/mobileconfig/", Route::Match::exact, get, answer},        // automx2
    Route{"/profile.mobileconfig", Route::Match::exact, get, answer}, // mox
    Route{"/apple.mobileconfig", Route::Match::exact, get, answer},   // Mailu
    Route{"/mail/ios.mobileconfig", Route::Match::exact, get, answer},
    Route{"/.well-known/apple-mail.mobileconfig", Route::Match::exact, get, answer},
};

} // namespace

const Protocol mobileconfig_protocol = {
    "mobileconfig", "Apple Mail: configuration profile", routes,
    [](const Account& account, const Directory&) { return render(account, {}); }};

} // namespace autodiscover
