// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/policy_reader.hpp"

#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/sections/signing_reader.hpp"
#include "autodiscover/config/sections/web_reader.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

/// One redirect replaces the other that was inherited; both in one section are an error.
void read_further_keys(const Section& section, OutlookPolicy& outlook, PolicyLocations& locations) {
    const auto address = section.parsed("redirect_address", parse_redirect);
    const auto url = section.parsed("redirect_url", parse_optional_url);
    const bool to_address = address && !address->value.text().empty();
    const bool to_url = url && url->value;
    if (to_address && to_url) {
        section.source().error(url->location,
                               "`redirect_url` and `redirect_address` exclude each other, write one of them");
    }
    if (address || to_url) {
        outlook.redirect_address = to_address ? std::optional(address->value) : std::nullopt;
    }
    if (url || to_address) {
        outlook.redirect_url = to_url ? url->value : std::nullopt;
    }
    if (to_address) {
        locations.redirect_address = address->location;
    }
    if (to_url) {
        locations.redirect_url = url->location;
    }
}

/// Replaces what was inherited; false for none.
void read_consent(const Section& section, std::vector<std::pair<std::string, std::string>>& consent) {
    const YamlEntry* const entry = section.find("consent");
    if (entry == nullptr) {
        return;
    }
    consent.clear();
    if (is_false(entry->value)) {
        return;
    }
    const Section texts(section.source(), entry, "mobileconfig.consent");
    for (const YamlEntry& text : texts.entries()) {
        if (!is_language_tag(text.key)) { // "default" has the form of one
            section.source().error(text.key_location,
                                   quote(text.key) + " is neither a language tag such as `en` or `pt-BR` "
                                                     "nor `default`");
        } else if (auto line = texts.line("LANGUAGE", text.value, text.key)) {
            consent.emplace_back(std::string(text.key), std::move(line->value));
        }
    }
    if (!texts.entries().empty() && !texts.has("default")) {
        section.source().error(texts.location(),
                               "`consent` lacks the text `default`, for all other languages");
    }
    std::sort(consent.begin(), consent.end());
}

void read_payloads(const Section& section, Payloads& payloads) {
    if (const auto words = section.word_list<std::size_t>("payloads")) {
        payloads = {};
        for (const std::size_t index : words->value) {
            payloads.add(payload_words.at(index).second);
        }
    }
}

void read_further_keys(const Section& section, MobileconfigPolicy& profile, PolicyLocations&) {
    read_payloads(section, profile.payloads);
    read_consent(section, profile.consent);
    read_signing(section, profile);
    profile.name_space = uuid_v5(uuid_namespace_url, profile.identifier);
}

void read_further_keys(const Section& section, WebPolicy& web, PolicyLocations&) {
    read_web(section, web);
}

void read_further_keys(const Section& section, const AutoconfigPolicy& autoconfig,
                       PolicyLocations& locations) {
    if (autoconfig.oauth2 && section.has("oauth2")) {
        locations.oauth2 = section.find("oauth2")->value.location;
    }
}

/// Of most sections the key table reads all keys.
template <typename Policy>
void read_further_keys(const Section&, const Policy&, PolicyLocations&) {}

/// Lays the sections that `below(name)` returns over `policies`.
template <typename Below>
PolicyLocations read_sections(Below below, Policies& policies) {
    PolicyLocations locations;
    const auto read = [&](const Section& section, std::string_view name, auto& policy) {
        for (const Key& key : keys_of(name)) {
            if (key.read != nullptr) {
                key.read(section, key, policies);
            }
        }
        read_further_keys(section, policy, locations);
    };
#define POLICY(section, Type) read(below(#section), #section, policies.section);
#include "autodiscover/policy/policies.def"
#undef POLICY
    return locations;
}

} // namespace

Policies default_policies() {
    Report report;
    const Source source(report, "the defaults");
    Policies policies;
    read_sections([&](std::string_view name) { return Section::of_defaults(source, name); }, policies);
    return policies;
}

PolicyLocations read_policies(const Section& parent, Policies& policies) {
    const auto below = [&](std::string_view name) {
        return Section(parent.source(), parent.find(name), name);
    };
    return read_sections(below, policies);
}

} // namespace autodiscover
