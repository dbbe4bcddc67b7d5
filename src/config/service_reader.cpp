// SPDX-License-Identifier: MIT
#include "autodiscover/config/service_reader.hpp"

#include "autodiscover/config/values.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::array<ServiceKind, 12> kinds = {{
    {"imaps", ServiceType::imap, 993, Transport::implicit_tls},
    {"imap", ServiceType::imap, 143, Transport::starttls},
    {"pop3s", ServiceType::pop3, 995, Transport::implicit_tls},
    {"pop3", ServiceType::pop3, 110, Transport::starttls},
    {"submissions", ServiceType::submission, 465, Transport::implicit_tls},
    {"submission", ServiceType::submission, 587, Transport::starttls},
    {"smtp", ServiceType::submission, 25, Transport::starttls},
    {"sieve", ServiceType::managesieve, 4190, Transport::starttls},
    {"jmap", ServiceType::jmap, 443, Transport::implicit_tls, true},
    {"caldav", ServiceType::caldav, 443, Transport::implicit_tls, true},
    {"carddav", ServiceType::carddav, 443, Transport::implicit_tls, true},
    {"webdav", ServiceType::webdav, 443, Transport::implicit_tls, true},
}};

constexpr auto transport_words = std::to_array<std::pair<std::string_view, Transport>>({
    {"tls", Transport::implicit_tls},
    {"starttls", Transport::starttls},
    {"plaintext", Transport::plaintext},
    // What other programs call them.
    {"ssl", Transport::implicit_tls},
    {"ssl/tls", Transport::implicit_tls},
    {"implicit", Transport::implicit_tls},
    {"implicit_tls", Transport::implicit_tls},
    {"plain", Transport::plaintext},
    {"none", Transport::plaintext},
});

constexpr auto authentication_words = std::to_array<std::pair<std::string_view, Authentication>>({
    {"password-cleartext", Authentication::password_cleartext},
    {"password-encrypted", Authentication::password_encrypted},
    {"ntlm", Authentication::ntlm},
    {"gssapi", Authentication::gssapi},
    {"oauth2", Authentication::oauth2},
    {"tls-client-cert", Authentication::tls_client_cert},
    {"none", Authentication::none},
    // What other programs call them.
    {"password", Authentication::password_cleartext},
    {"plain", Authentication::password_cleartext},
    {"cram-md5", Authentication::password_encrypted},
});

const ServiceKind* find_kind(std::string_view name) {
    const auto* const found =
        std::find_if(kinds.begin(), kinds.end(), [&](const ServiceKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : found;
}

/// Takes a value that was read. A key that is there without a value had an error reported.
template <typename From, typename To>
void take(const Section& section, std::string_view key, std::optional<Written<From>> written, To& to,
          ServiceDraft& draft) {
    if (written) {
        to = static_cast<typename To::value_type>(std::move(written->value));
    } else if (section.has(key)) {
        draft.is_broken = true;
    }
}

std::optional<Written<std::vector<Authentication>>> read_authentication(const Section& section) {
    auto written = section.word_list("authentication", authentication_words);
    if (written) {
        std::vector<Authentication> unique;
        for (const Authentication word : written->value) {
            if (std::find(unique.begin(), unique.end(), word) == unique.end()) {
                unique.push_back(word);
            }
        }
        return Written<std::vector<Authentication>>{std::move(unique), written->place};
    }
    return std::nullopt;
}

void refuse_plaintext(const Section& section, ServiceDraft& draft) {
    const YamlEntry* const transport = section.find("transport");
    if (draft.transport_or_default() != Transport::plaintext || draft.allow_plaintext || draft.is_broken) {
        return;
    }
    section.source().error(transport == nullptr ? section.place() : transport->value->place,
                           "plaintext sends passwords unprotected and is not allowed; if it is meant, add "
                           "`allow_plaintext: true`");
    draft.is_broken = true;
}

void read_address(const Section& section, ServiceDraft& draft) {
    take(section, "host", section.parsed("host", parse_host), draft.host, draft);
    take(section, "port", section.integer("port"), draft.port, draft);
    take(section, "transport", section.word("transport", transport_words), draft.transport, draft);
    if (const auto allowed = section.boolean("allow_plaintext")) {
        draft.allow_plaintext = allowed->value;
    }
    if (!draft.host && !draft.is_broken) {
        draft.is_broken = !section.require("host");
    }
    refuse_plaintext(section, draft);
}

void read_url(const Section& section, ServiceDraft& draft) {
    take(section, "url", section.parsed("url", parse_service_url), draft.url, draft);
    if (draft.url) {
        draft.host = draft.url->host;
    } else if (!draft.is_broken) {
        draft.is_broken = !section.require("url");
    }
}

/// Lays a service's own section over `draft`.
void read_service(const Section& section, ServiceDraft& draft, bool is_new) {
    take(section, "username", section.parsed("username", parse_username), draft.username, draft);
    take(section, "authentication", read_authentication(section), draft.authentication, draft);
    if (draft.kind->has_url) {
        read_url(section, draft);
    } else {
        read_address(section, draft);
    }
    if (!draft.is_broken) {
        warn_about_service(section, draft, is_new);
    }
}

/// A service's value is neither a mapping nor false.
void refuse_value(const Source& source, const YamlEntry& entry, bool has_url) {
    source.error(entry.value->place,
                 quote(entry.key) + " must be a mapping such as " +
                     (has_url ? "`{ url: https://mail.example.com/dav/ }`" : "`{ host: mail.example.com }`") +
                     ", or false, not " + describe(*entry.value));
}

} // namespace

ServiceDrafts read_services(const Section& services, const ServiceDrafts& base) {
    ServiceDrafts drafts = base;
    for (const YamlEntry& entry : services.entries()) {
        const ServiceKind* const kind = find_kind(entry.key);
        if (kind == nullptr) {
            continue; // reported as an unknown key
        }
        const auto place = std::find_if(drafts.begin(), drafts.end(),
                                        [&](const ServiceDraft& draft) { return draft.kind == kind; });
        const YamlNode& value = *entry.value;
        if (value.kind == YamlNode::Kind::mapping) {
            const bool is_new = place == drafts.end();
            ServiceDraft draft = is_new ? ServiceDraft{} : *place;
            draft.kind = kind;
            const std::string_view name = kind->has_url ? "services.URL_SERVICE" : "services.SERVICE";
            read_service(Section(services.source(), &entry, name), draft, is_new);
            if (is_new) {
                drafts.push_back(std::move(draft));
            } else {
                *place = std::move(draft);
            }
        } else if (is_false(value)) {
            if (place != drafts.end()) {
                drafts.erase(place);
            }
        } else {
            refuse_value(services.source(), entry, kind->has_url);
        }
    }
    return drafts;
}

std::vector<Service> complete(const ServiceDrafts& drafts) {
    std::vector<Service> out;
    for (const ServiceDraft& draft : drafts) {
        if (!draft.is_broken) {
            out.push_back(
                {draft.kind->type, draft.transport_or_default(), draft.port_or_default(), *draft.host,
                 draft.username.value_or(*Template::parse("%EMAILADDRESS%", Template::Allowed::all)),
                 draft.authentication.value_or(
                     std::vector<Authentication>{Authentication::password_cleartext}),
                 draft.url ? draft.url->url : Template()});
        }
    }
    return out;
}

} // namespace autodiscover
