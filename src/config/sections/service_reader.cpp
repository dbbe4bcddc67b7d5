// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/service_reader.hpp"

#include "autodiscover/config/keys/values.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

/// The section of the key table for a service's own keys.
constexpr std::string_view section_of(const ServiceRow& row) noexcept {
    return row.reached_by_url              ? "services.URL_SERVICE"
           : row.type == ServiceType::ldap ? "services.ldaps"
                                           : "services.SERVICE";
}

/// What the value of a service looks like.
constexpr std::string_view example_of(const ServiceRow& row) noexcept {
    return row.reached_by_url ? "{ url: https://mail.example.com/dav/ }"
           : row.type == ServiceType::ldap
               ? "{ host: ldap.example.com, search: [{ base: \"dc=example,dc=com\" }] }"
               : "{ host: mail.example.com }";
}

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

constexpr auto scope_words = std::to_array<std::pair<std::string_view, DirectorySearch::Scope>>({
    {"base", DirectorySearch::Scope::base},
    {"onelevel", DirectorySearch::Scope::one_level},
    {"subtree", DirectorySearch::Scope::subtree},
    // What other programs call them.
    {"one", DirectorySearch::Scope::one_level},
    {"sub", DirectorySearch::Scope::subtree},
});

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
    section.source().error(transport == nullptr ? section.place() : transport->value.place,
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

/// A list that is there replaces the one before.
void read_searches(const Section& section, ServiceDraft& draft) {
    const YamlEntry* const entry = section.find("search");
    if (entry == nullptr) {
        draft.is_broken = draft.is_broken || (draft.searches.empty() && !section.require("search"));
        return;
    }
    draft.searches.clear();
    if (entry->value.kind != YamlNode::Kind::sequence || entry->value.entries.empty()) {
        section.source().error(entry->value.place, "`search` must be a list of mappings such as "
                                                   "`- base: ou=people,dc=example,dc=com`, not " +
                                                       describe(entry->value));
        draft.is_broken = true;
        return;
    }
    for (const YamlEntry& item : entry->value.entries) {
        const Section one(section.source(), item.value, "services.ldaps.search");
        DirectorySearch& search = draft.searches.emplace_back();
        if (one.require("base")) {
            assign(search.base, one.parsed("base", parse_distinguished_name));
        }
        assign(search.scope, one.word("scope", scope_words));
        assign(search.description, one.text("description"));
        draft.is_broken = draft.is_broken || search.base.empty();
    }
}

void read_ldap(const Section& section, ServiceDraft& draft) {
    take(section, "host", section.parsed("host", parse_host), draft.host, draft);
    if (!draft.host && !draft.is_broken) {
        draft.is_broken = !section.require("host");
    }
    read_searches(section, draft);
}

/// Lays a service's own section over `draft`.
void read_service(const Section& section, ServiceDraft& draft, bool is_new) {
    take(section, "username", section.parsed("username", parse_username), draft.username, draft);
    take(section, "authentication", read_authentication(section), draft.authentication, draft);
    if (draft.row->reached_by_url) {
        read_url(section, draft);
    } else if (draft.row->type == ServiceType::ldap) {
        read_ldap(section, draft);
    } else {
        read_address(section, draft);
    }
    if (!draft.is_broken) {
        warn_about_service(section, draft, is_new);
    }
}

/// A service's value is neither a mapping nor false.
void refuse_value(const Source& source, const YamlEntry& entry, std::string_view example) {
    source.error(entry.value.place, quote(entry.key) + " must be a mapping such as " + quote(example) +
                                        ", or false, not " + describe(entry.value) +
                                        (meant_boolean(entry.value) == std::optional(false)
                                             ? "; write " + quote(std::string(entry.key) + ": false")
                                             : ""));
}

} // namespace

std::string_view word_for(Authentication authentication) noexcept {
    const auto* const found = std::find_if(authentication_words.begin(), authentication_words.end(),
                                           [&](const auto& word) { return word.second == authentication; });
    return found->first; // ours come before those of others
}

ServiceDrafts read_services(const Section& services, const ServiceDrafts& base) {
    ServiceDrafts drafts = base;
    for (const YamlEntry& entry : services.entries()) {
        const ServiceRow* const row = find_service(entry.key);
        if (row == nullptr) {
            continue; // reported as an unknown key
        }
        const auto place = std::find_if(drafts.begin(), drafts.end(),
                                        [&](const ServiceDraft& draft) { return draft.row == row; });
        const YamlNode& value = entry.value;
        if (value.kind == YamlNode::Kind::mapping) {
            const bool is_new = place == drafts.end();
            ServiceDraft draft = is_new ? ServiceDraft{} : *place;
            draft.row = row;
            read_service(Section(services.source(), &entry, section_of(*row)), draft, is_new);
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
            refuse_value(services.source(), entry, example_of(*row));
        }
    }
    return drafts;
}

std::vector<Service> complete(const ServiceDrafts& drafts) {
    static const Template address = *Template::parse("%EMAILADDRESS%", Template::Allowed::all);
    std::vector<Service> out;
    out.reserve(drafts.size());
    for (const ServiceDraft& draft : drafts) {
        if (draft.is_broken) {
            continue;
        }
        const auto twin = std::find_if(out.begin(), out.end(), [&](const Service& other) {
            return other.host == *draft.host; // mostly: one machine does all, and its name is kept once
        });
        out.push_back(
            {draft.row->type, draft.transport_or_default(), draft.port_or_default(),
             twin != out.end() ? twin->host : *draft.host, draft.username.value_or(address),
             draft.authentication.value_or(std::vector<Authentication>{Authentication::password_cleartext}),
             draft.url ? draft.url->url : Template(),
             draft.searches.empty() ? Shared<std::vector<DirectorySearch>>() : draft.searches});
    }
    return out;
}

} // namespace autodiscover
