// SPDX-License-Identifier: MIT
// What is legal and will hurt: each warning names the clients that were seen to fail.
#include "autodiscover/config/sections/service_reader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/values.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

bool is_starttls_port(unsigned port) {
    return port == 143 || port == 110 || port == 25 || port == 587;
}

/// Thunderbird takes the transport from the port when it reads Autodiscover.
void warn_about_port(const Section& section, const ServiceDraft& draft) {
    const unsigned port = draft.service.port;
    const Transport transport = draft.service.transport;
    const YamlEntry* const entry = section.find(section.has("port") ? "port" : "transport");
    const SourceLocation location = entry != nullptr ? entry->value.location : section.location();
    std::string message;
    if (transport == Transport::starttls && !is_starttls_port(port)) {
        message.append("STARTTLS on port ").append(std::to_string(port));
        message.append(" is taken for implicit TLS by Thunderbird, which decides by the port when it reads "
                       "Autodiscover; use port 143, 110 or 587");
    } else if (transport == Transport::implicit_tls && is_starttls_port(port)) {
        message.append("implicit TLS on port ").append(std::to_string(port));
        message.append(" is taken for STARTTLS by Thunderbird, which decides by the port when it reads "
                       "Autodiscover; use port 993, 995 or 465");
    } else {
        return;
    }
    section.source().warning(location, std::move(message));
}

void warn_about_host(const Section& section, const ServiceDraft& draft) {
    const YamlEntry* const entry = section.find(draft.row->reached_by_url ? "url" : "host");
    if (entry == nullptr) {
        return;
    }
    if (is_ipv4(draft.service.host.text())) {
        section.source().warning(entry->value.location,
                                 "an IP address: hardly a certificate holds one, write a name");
    } else if (draft.service.host.is_literal() && !has_dot(draft.service.host.text())) {
        section.source().warning(entry->value.location, no_dot(draft.service.host.text()));
    }
}

/// The new Outlook logs in with the address, whatever it is sent.
void warn_about_username(const Section& section, const ServiceDraft& draft) {
    const YamlEntry* const entry = section.find("username");
    if (entry == nullptr) {
        return;
    }
    if (draft.service.username.is_literal()) {
        section.source().warning(entry->value.location,
                                 "everybody logs in as " + quote(draft.service.username.text()) +
                                     ": the login name holds no placeholder, such as `%EMAILADDRESS%`");
        return;
    }
    const Result<Mailbox> sample = Mailbox::parse("user@example.com");
    if (draft.service.username.fill(Subject(*sample)).view() != sample->address()) {
        section.source().warning(
            entry->value.location,
            "the login name is not the full address; the new Outlook can only log in with "
            "that, let the server accept both");
    }
}

/// Thunderbird for Android throws the whole document away, iOS and Outlook have no word for these.
void warn_about_authentication(const Section& section, const ServiceDraft& draft) {
    const YamlEntry* const entry = section.find("authentication");
    if (entry == nullptr) {
        return;
    }
    const Authentication told = told_authentication(draft.service.authentication);
    if (!is_password(told) && told != Authentication::oauth2) {
        section.source().warning(entry->value.location,
                                 "autoconfig offers " + quote(word_for(told)) +
                                     ", for which Thunderbird for Android and iOS drop the whole answer; add "
                                     "`password-cleartext` if the server accepts it");
        return;
    }
    for (const Authentication each : draft.service.authentication) {
        if (is_password(each)) {
            break;
        }
        if (each != Authentication::oauth2) {
            section.source().warning(entry->value.location,
                                     quote(word_for(each)) + " is left out of autoconfig, which offers " +
                                         quote(word_for(told)) +
                                         " alone: some clients drop the whole answer for any other word");
        }
    }
}

struct Family {
    ServiceType type;
    std::string_view name;
    std::string_view tls_key;
    unsigned tls_port;
};
constexpr std::array<Family, 3> families = {{
    {ServiceType::imap, "IMAP", "imaps", 993},
    {ServiceType::pop3, "POP3", "pop3s", 995},
    {ServiceType::submission, "submission", "submissions", 465},
}};

bool offers(const ServiceDrafts& drafts, ServiceType type) {
    return std::any_of(drafts.begin(), drafts.end(),
                       [&](const ServiceDraft& draft) { return draft.row->type == type; });
}

/// The STARTTLS service of a type that has no implicit TLS, or null.
const ServiceDraft* only_starttls(const ServiceDrafts& drafts, ServiceType type) {
    const ServiceDraft* found = nullptr;
    for (const ServiceDraft& draft : drafts) {
        if (draft.row->type == type) {
            if (draft.service.transport == Transport::implicit_tls) {
                return nullptr;
            }
            if (draft.service.transport == Transport::starttls) {
                found = &draft;
            }
        }
    }
    return found;
}

bool lacks_submission(const ServiceDrafts& drafts) {
    return (offers(drafts, ServiceType::imap) || offers(drafts, ServiceType::pop3)) &&
           !offers(drafts, ServiceType::submission);
}
bool lacks_imap(const ServiceDrafts& drafts) {
    return !offers(drafts, ServiceType::imap) && offers(drafts, ServiceType::pop3);
}

} // namespace

void warn_about_service(const Section& section, const ServiceDraft& draft, bool is_new) {
    const ServiceType type = draft.row->type;
    const bool is_mail =
        type == ServiceType::imap || type == ServiceType::pop3 || type == ServiceType::submission;
    const YamlEntry* const transport = section.find("transport");
    if (transport != nullptr && draft.service.transport == Transport::plaintext) {
        section.source().warning(
            transport->value.location,
            is_mail ? "plaintext: passwords and mail travel unprotected, and Thunderbird for Android "
                      "drops the whole answer"
                    : "plaintext: passwords travel unprotected");
    }
    warn_about_host(section, draft);
    if (!is_mail) {
        return;
    }
    if (is_new || transport != nullptr || section.has("port")) {
        warn_about_port(section, draft);
    }
    warn_about_username(section, draft);
    warn_about_authentication(section, draft);
}

void warn_about_oauth2(const Section& services, const ServiceDrafts& drafts) {
    for (const ServiceDraft& draft : drafts) {
        const YamlEntry* const service = services.find(draft.row->key);
        const YamlEntry* const entry = service != nullptr ? service->value.find("authentication") : nullptr;
        if (entry != nullptr && draft.service.authentication.has(Authentication::oauth2)) {
            services.source().warning(
                entry->value.location,
                "clients are not offered `oauth2`, or not told where to get a token: the provider "
                "has no section `oauth2`");
        }
    }
}

void warn_about_services(const Section& services, const ServiceDrafts& drafts, const ServiceDrafts* base) {
    const Source& source = services.source();
    if (drafts.empty() && (base == nullptr || !base->empty())) {
        source.warning(services.location(), base == nullptr
                                                ? "no services: a domain without its own is told of none"
                                                : "no service is left for this domain");
    }
    if (lacks_submission(drafts) && (base == nullptr || !lacks_submission(*base))) {
        source.warning(services.location(),
                       "no submission service: mail can be read but not sent, and most clients "
                       "refuse the answer; add `submissions`");
    }
    if (lacks_imap(drafts) && (base == nullptr || !lacks_imap(*base))) {
        source.warning(services.location(),
                       "POP3 only: some clients know only IMAP and find nothing; add `imaps`");
    }
    for (const Family& family : families) {
        const ServiceDraft* const service = only_starttls(drafts, family.type);
        if (service == nullptr || (base != nullptr && only_starttls(*base, family.type) != nullptr)) {
            continue;
        }
        const YamlEntry* const entry = services.find(service->row->key);
        std::string message = "only STARTTLS for ";
        message.append(family.name)
            .append(": Apple Mail may need implicit TLS; add ")
            .append(quote(family.tls_key));
        message.append(" (port ").append(std::to_string(family.tls_port));
        source.warning(entry != nullptr ? entry->key_location : services.location(), message.append(")"));
    }
}

} // namespace autodiscover
