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

namespace autodiscover {

namespace {

constexpr std::string_view content_type = "application/x-apple-aspen-config"; // a charset is no part of it
constexpr std::size_t longest_name = 100;  // code points of a person's name
constexpr std::size_t longest_stem = 128;  // octets of a file name before its extension
constexpr std::size_t profile_size = 4096; // octets that hold any usual profile: one allocation

/// Apple's word for an authentication ([com.apple.mail.managed] IncomingMailServerAuthentication); empty:
/// there is none. GSSAPI, OAuth2 and client certificates cannot be told to Apple Mail. EmailAuthHTTPMD5 is
/// DIGEST-MD5, which RFC 6331 retired.
constexpr std::string_view apple_word(Authentication authentication) noexcept {
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
    return {};
}

/// A service and the first of its authentications that Apple has a word for.
struct Endpoint {
    const Service* service = nullptr;
    std::string_view authentication; // empty: the service is of no use to Apple Mail

    explicit Endpoint(const Service* offered) noexcept : service(offered) {
        if (service != nullptr) {
            for (const Authentication candidate : service->authentication) {
                if (authentication.empty()) {
                    authentication = apple_word(candidate);
                }
            }
        }
    }
    [[nodiscard]] bool usable() const noexcept { return !authentication.empty(); }
    [[nodiscard]] bool needs_login() const noexcept {
        return authentication != apple_word(Authentication::none);
    }
};

/// The keys of one direction, in the order in which they are written.
struct EndpointKeys {
    std::string_view authentication, host, port, ssl, username;
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
class Identity {
  public:
    Identity(const Policy::Mobileconfig& policy, const Subject& subject) : policy_(policy) {
        if (subject.mailbox != nullptr) { // case matters to a mail server, not to whose account it is
            for (const char c : subject.mailbox->local_part()) {
                canonical_.append(to_lower(c));
            }
        }
        canonical_.append('@');
        canonical_.append(subject.domain);
    }

    [[nodiscard]] Uuid uuid(std::string_view kind) const {
        InlineString<8 + Canonical::capacity> name;
        name.append(kind);
        name.append('\n');
        name.append(canonical_.view());
        return uuid_v5(policy_.name_space, name.view());
    }
    /// A hash instead of the address: "@" has no place in a reverse-DNS name.
    [[nodiscard]] std::string identifier(const Uuid& profile) const {
        std::string out;
        out.reserve(policy_.identifier.size() + 1 + 32 + 5); // and ".mail"
        out.append(policy_.identifier).append(".").append(to_hex(profile).view());
        return out;
    }

  private:
    using Canonical = InlineString<Mailbox::longest_local_part + 1 + Domain::Text::capacity>;
    Canonical canonical_;
    const Policy::Mobileconfig& policy_;
};

/// Writes one direction and returns the login name, empty when there is none to tell.
std::string write_endpoint(PlistWriter& plist, const EndpointKeys& keys, const Endpoint& endpoint,
                           const Account& account) {
    const Service& service = *endpoint.service;
    plist.string(keys.authentication, endpoint.authentication);
    plist.string(keys.host, account.host(service));
    plist.integer(keys.port, service.port);
    // Apple does not say which of implicit TLS and STARTTLS this means; peers and the field agree on "TLS in
    // any form". The schema's default is false, an older guide's was true: never left out.
    plist.boolean(keys.ssl, service.transport != Transport::plaintext);
    std::string login;
    if (account.subject.mailbox != nullptr && endpoint.needs_login()) {
        login = account.username(service);
        plist.string(keys.username, login);
    }
    return login;
}

/// The payload of type com.apple.mail.managed: one incoming and one outgoing server.
void write_mail_payload(PlistWriter& plist, const Account& account, const Endpoint& incoming,
                        const Endpoint& outgoing, std::string_view person) {
    const Mailbox* mailbox = account.subject.mailbox;
    // The address tells several accounts of one person apart in the narrow list of mailboxes.
    plist.string("EmailAccountDescription", mailbox != nullptr ? mailbox->address() : account.provider.name);
    plist.string("EmailAccountName", person);
    plist.string("EmailAccountType",
                 incoming.service->type == ServiceType::imap ? "EmailTypeIMAP" : "EmailTypePOP");
    if (mailbox != nullptr) {
        plist.string("EmailAddress", mailbox->address());
    }
    const std::string login = write_endpoint(plist, incoming_keys, incoming, account);
    const std::string sender = write_endpoint(plist, outgoing_keys, outgoing, account);
    const bool same_login =
        mailbox != nullptr ? login == sender : incoming.service->username == outgoing.service->username;
    if (incoming.needs_login() && outgoing.needs_login() && same_login) {
        plist.boolean("OutgoingPasswordSameAsIncomingPassword", true); // one question instead of two
    }
}

void write_profile(std::string& out, const Account& account, const Endpoint& incoming,
                   const Endpoint& outgoing, std::string_view person) {
    const Policy::Mobileconfig& policy = account.policy.mobileconfig;
    const std::string& provider = account.provider.name;
    const Identity identity(policy, account.subject);
    const Uuid profile = identity.uuid("profile");
    const std::string identifier = identity.identifier(profile);
    out.reserve(profile_size);
    PlistWriter plist(out);
    {
        const auto payloads = plist.array("PayloadContent");
        const auto mail = plist.item();
        write_mail_payload(plist, account, incoming, outgoing, person);
        plist.string("PayloadIdentifier", identifier + ".mail");
        plist.string("PayloadType", "com.apple.mail.managed");
        plist.string("PayloadUUID", to_string(identity.uuid("mail")).view());
        plist.integer("PayloadVersion", 1);
    }
    plist.string("PayloadDescription", policy.description);
    std::string title = provider;
    if (account.subject.mailbox != nullptr) {
        title.append(" (").append(account.subject.mailbox->address()).append(")");
    }
    plist.string("PayloadDisplayName", title);
    plist.string("PayloadIdentifier", identifier);
    plist.string("PayloadOrganization", policy.organization.empty() ? provider : policy.organization);
    plist.string("PayloadType", "Configuration");
    plist.string("PayloadUUID", to_string(profile).view());
    plist.integer("PayloadVersion", 1);
}

/// ASCII letters, digits, "._-": nothing that could end the quoted string or hide the file.
std::string disposition(const Subject& subject) {
    const std::string_view stem = subject.mailbox != nullptr ? subject.mailbox->address() : subject.domain;
    std::string out = "attachment; filename=\"";
    for (const char c : stem.substr(0, longest_stem)) {
        const bool safe = is_letter(c) || is_digit(c) || c == '_' || (c == '.' && out.back() != '"');
        out += safe ? c : '-';
    }
    return out.append(".mobileconfig\"");
}

Response not_found() {
    return Response::text(404, "There is no configuration profile for this address.");
}

Response address_missing() {
    return Response::text(400, "Say for which address: ?email=you@your-domain");
}

/// The profile of an account, or the reason why there is none.
Response render(const Account& account, std::string_view person) {
    const Policy::Mobileconfig& policy = account.policy.mobileconfig;
    if (!policy.enabled) {
        return not_found();
    }
    if (account.subject.mailbox == nullptr && !policy.without_address) {
        return address_missing();
    }
    // IMAP wins where it is offered at all: POP3 in its place would take the mail away from the server.
    const Service* imap = account.offered(ServiceType::imap);
    const Endpoint incoming(imap != nullptr ? imap : account.offered(ServiceType::pop3));
    const Endpoint outgoing(account.offered(ServiceType::submission));
    if (!incoming.usable() || !outgoing.usable()) {
        return not_found();
    }
    Response response;
    response.content_type = content_type;
    response.header("Content-Disposition", disposition(account.subject))
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Robots-Tag", "noindex");
    write_profile(response.body, account, incoming, outgoing, person);
    return response;
}

/// Control characters, C1 (U+0080 to U+009F) included; `text` is UTF-8.
bool has_control(std::string_view text) noexcept {
    char previous = ' ';
    return std::any_of(text.begin(), text.end(), [&previous](char c) {
        const bool c1 = previous == '\xc2' && static_cast<unsigned char>(c) < 0xa0;
        previous = c;
        return c1 || is_control(c);
    });
}

/// The person's name for outgoing mail; nothing when it is not one. Links that peers made encode a blank as
/// "+", as forms do, and no name has a plus sign.
std::optional<std::string> person_of(std::string_view query) {
    std::string name = query_parameter(query, {"name"}).value_or("");
    if (has_control(name) || !is_xml_text(name) || count_code_points(name) > longest_name) {
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

/// Without an address the device asks for it, where the operator wants that; the host name decides the
/// domain.
Response answer_without_address(const Request& request, const Directory& directory, std::string_view person) {
    const std::optional<Domain> domain = domain_of_host(request.host);
    const std::optional<Account> account = domain ? directory.find(Subject(*domain)) : std::nullopt;
    return account ? render(*account, person) : address_missing();
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
    return account ? render(*account, *person) : not_found();
}

Response view(const Account& account, const Directory&) {
    return render(account, {});
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

const Protocol mobileconfig_protocol = {"mobileconfig", "Apple Mail: configuration profile", routes, view};

} // namespace autodiscover
