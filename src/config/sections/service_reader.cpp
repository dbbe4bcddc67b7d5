// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/service_reader.hpp"

#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"

#include <algorithm>
#include <span>
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

void read_common_keys(const Section& section, ServiceDraft& draft) {
    Service& service = draft.service;
    const auto words = section.word_list<Authentication>("authentication");
    if (words) {
        service.authentication = words->value;
    }
    const bool valid = section.read("username", service.username, parse_username);
    draft.is_broken = draft.is_broken || !valid || (!words && section.has("authentication"));
}

/// A service of which only the defaults are known. Each is made once, so that ten thousand share a text.
const ServiceDraft& default_draft(const ServiceRow& row) {
    static const std::vector<ServiceDraft> drafts = [] {
        std::vector<ServiceDraft> out;
        for (const ServiceRow& each : service_table) {
            Report report;
            const Source source(report, "the defaults");
            ServiceDraft& draft = out.emplace_back(ServiceDraft{&each, {}});
            draft.service.type = each.type;
            draft.service.port = each.port;
            draft.service.transport = each.transport;
            const Section defaults = Section::of_defaults(source, section_of(each));
            read_common_keys(defaults, draft);
            if (defaults.has("allow_plaintext")) {
                defaults.read("allow_plaintext", draft.allow_plaintext);
            }
        }
        return out;
    }();
    return drafts.at(static_cast<std::size_t>(&row - service_table.data()));
}

void refuse_plaintext(const Section& section, ServiceDraft& draft) {
    const YamlEntry* const transport = section.find("transport");
    if (draft.service.transport != Transport::plaintext || draft.allow_plaintext || draft.is_broken) {
        return;
    }
    section.source().error(transport == nullptr ? section.location() : transport->value.location,
                           "plaintext sends passwords unprotected and is not allowed; if it is meant, add "
                           "`allow_plaintext: true`");
    draft.is_broken = true;
}

void read_host(const Section& section, ServiceDraft& draft) {
    const bool valid = section.read("host", draft.service.host, parse_host);
    draft.is_broken = draft.is_broken || !valid;
    if (draft.service.host.text().empty() && !draft.is_broken) {
        draft.is_broken = !section.require("host");
    }
}

void read_address(const Section& section, ServiceDraft& draft) {
    const bool has_port = section.read("port", draft.service.port);
    const bool has_transport = section.read("transport", draft.service.transport);
    draft.is_broken = draft.is_broken || !has_port || !has_transport;
    section.read("allow_plaintext", draft.allow_plaintext);
    read_host(section, draft);
    refuse_plaintext(section, draft);
}

void read_url(const Section& section, ServiceDraft& draft) {
    Service& service = draft.service;
    if (const auto url = section.parsed("url", parse_service_url)) {
        service.url = url->value.url;
        service.host = url->value.host;
        service.port = url->value.port;
    } else if (section.has("url") || service.url.text().empty()) {
        draft.is_broken = draft.is_broken || section.has("url") || !section.require("url");
    }
}

/// A list that is there replaces the one before.
void read_searches(const Section& section, ServiceDraft& draft) {
    const YamlEntry* const entry = section.find("search");
    if (entry == nullptr) {
        draft.is_broken = draft.is_broken || (!draft.service.searches && !section.require("search"));
        return;
    }
    if (entry->value.kind != YamlNode::Kind::sequence || entry->value.entries.empty()) {
        section.source().error(entry->value.location, "`search` must be a list of mappings such as "
                                                      "`- base: ou=people,dc=example,dc=com`, not " +
                                                          describe(entry->value));
        draft.is_broken = true;
        return;
    }
    std::vector<DirectorySearch> searches;
    for (const YamlEntry& item : entry->value.entries) {
        DirectorySearch& search = searches.emplace_back();
        Section::of_defaults(section.source(), "services.ldaps.search").read("scope", search.scope);
        const Section one(section.source(), item.value, "services.ldaps.search");
        if (one.require("base")) {
            one.read("base", search.base, parse_distinguished_name);
        }
        one.read("scope", search.scope);
        one.read("description", search.description);
        draft.is_broken = draft.is_broken || search.base.empty();
    }
    draft.service.searches = std::move(searches);
}

/// Lays a service's own section over `draft`.
void read_service(const Section& section, ServiceDraft& draft, bool is_new) {
    read_common_keys(section, draft);
    if (draft.row->reached_by_url) {
        read_url(section, draft);
    } else if (draft.row->type == ServiceType::ldap) {
        read_host(section, draft);
        read_searches(section, draft);
    } else {
        read_address(section, draft);
    }
    if (!draft.is_broken) {
        warn_about_service(section, draft, is_new);
    }
}

/// A service's value is neither a mapping nor false.
void refuse_value(const Source& source, const YamlEntry& entry, std::string_view example) {
    source.error(entry.value.location, quote(entry.key) + " must be a mapping such as " + quote(example) +
                                           ", or false, not " + describe(entry.value) +
                                           (meant_boolean(entry.value) == std::optional(false)
                                                ? "; write " + quote(std::string(entry.key) + ": false")
                                                : ""));
}

} // namespace

std::string_view word_for(Authentication authentication) noexcept {
    const std::span<const Word> words = find_key("services.SERVICE", "authentication")->words;
    return std::find_if(words.begin(), words.end(), // ours come before those of others
                        [&](const Word& word) { return word.meaning == static_cast<int>(authentication); })
        ->name;
}

ServiceDrafts read_services(const Section& services, const ServiceDrafts& base) {
    ServiceDrafts drafts = base;
    for (const YamlEntry& entry : services.entries()) {
        const ServiceRow* const row = find_service(entry.key);
        if (row == nullptr) {
            continue; // reported as an unknown key
        }
        const auto found = std::find_if(drafts.begin(), drafts.end(),
                                        [&](const ServiceDraft& draft) { return draft.row == row; });
        const YamlNode& value = entry.value;
        if (value.kind == YamlNode::Kind::mapping) {
            const bool is_new = found == drafts.end();
            ServiceDraft draft = is_new ? default_draft(*row) : *found;
            read_service(Section(services.source(), &entry, section_of(*row)), draft, is_new);
            if (is_new) {
                drafts.push_back(std::move(draft));
            } else {
                *found = std::move(draft);
            }
        } else if (is_false(value)) {
            if (found != drafts.end()) {
                drafts.erase(found);
            }
        } else {
            refuse_value(services.source(), entry, example_of(*row));
        }
    }
    return drafts;
}

std::vector<Service> complete(const ServiceDrafts& drafts) {
    std::vector<Service> out;
    out.reserve(drafts.size());
    for (const ServiceDraft& draft : drafts) {
        if (draft.is_broken) {
            continue;
        }
        const auto twin = std::find_if(out.begin(), out.end(), [&](const Service& other) {
            return other.host ==
                   draft.service.host; // mostly: one machine does all, and its name is kept once
        });
        const Template host = twin != out.end() ? twin->host : draft.service.host;
        out.push_back(draft.service);
        out.back().host = host;
    }
    return out;
}

} // namespace autodiscover
