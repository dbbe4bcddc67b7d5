// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/policy_reader.hpp"

#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/sections/signing_reader.hpp"
#include "autodiscover/config/sections/web_reader.hpp"
#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

constexpr auto get_modes = std::to_array<std::pair<std::string_view, bool>>({
    {"settings", true},
    {"error600", false},
});

constexpr auto disclosures = std::to_array<std::pair<std::string_view, bool>>({
    {"always", true},
    {"never", false},
});

constexpr auto autoconfig_versions = std::to_array<std::pair<std::string_view, bool>>({
    {"1.1", false},
    {"1.2", true},
});

void read_autoconfig(const Section& section, AutoconfigPolicy& autoconfig, PolicyPlaces& places) {
    assign(autoconfig.enabled, section.boolean("enabled"));
    assign(autoconfig.alternatives, section.boolean("alternatives"));
    assign(autoconfig.extras, section.boolean("extras"));
    assign(autoconfig.expand_username, section.boolean("expand_username"));
    assign(autoconfig.version_1_2, section.word("version", autoconfig_versions));
    if (const auto oauth2 = section.boolean("oauth2")) {
        autoconfig.oauth2 = oauth2->value;
        if (oauth2->value) {
            places.oauth2 = oauth2->place;
        }
    }
}

/// One redirect replaces the other that was inherited; both in one section are an error.
void read_redirects(const Section& section, OutlookPolicy& outlook, PolicyPlaces& places) {
    const auto address = section.parsed("redirect_address", parse_redirect);
    const auto url = section.parsed("redirect_url", parse_optional_url);
    const bool to_address = address && !address->value.text().empty();
    const bool to_url = url && !url->value.empty();
    if (to_address && to_url) {
        section.source().error(url->place,
                               "`redirect_url` and `redirect_address` exclude each other, write one of them");
    }
    if (address || to_url) {
        outlook.redirect_address = to_address ? std::optional(address->value) : std::nullopt;
    }
    if (url || to_address) {
        outlook.redirect_url = to_url ? url->value : std::string();
    }
    if (to_address) {
        places.redirect_address = address->place;
    }
    if (to_url) {
        places.redirect_url = url->place;
    }
}

void read_outlook(const Section& section, OutlookPolicy& outlook, PolicyPlaces& places) {
    assign(outlook.enabled, section.boolean("enabled"));
    if (const auto hours = section.integer("ttl")) {
        outlook.ttl_hours = static_cast<unsigned>(hours->value);
    }
    assign(outlook.answer_get, section.word("get_mode", get_modes));
    assign(outlook.activesync_url, section.parsed("activesync_url", parse_optional_url));
    assign(outlook.expiration_date, section.parsed("expiration_date", parse_date));
    assign(outlook.dav, section.boolean("dav"));
    read_redirects(section, outlook, places);
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
            section.source().error(text.key_place, quote(text.key) +
                                                       " is neither a language tag such as `en` or `pt-BR` "
                                                       "nor `default`");
        } else if (auto line = texts.line("LANGUAGE", text.value, text.key)) {
            consent.emplace_back(std::string(text.key), std::move(line->value));
        }
    }
    if (!texts.entries().empty() && !texts.has("default")) {
        section.source().error(texts.place(), "`consent` lacks the text `default`, for all other languages");
    }
    std::sort(consent.begin(), consent.end());
}

void read_mobileconfig(const Section& section, MobileconfigPolicy& profile) {
    assign(profile.enabled, section.boolean("enabled"));
    assign(profile.without_address, section.boolean("without_address"));
    assign(profile.identifier, section.parsed("identifier", parse_identifier));
    assign(profile.organization, section.text("organization"));
    assign(profile.description, section.text("description"));
    if (const auto words = section.word_list("payloads", payload_words)) {
        profile.payloads = {};
        for (const Payloads each : words->value) {
            profile.payloads.add(each);
        }
    }
    read_consent(section, profile.consent);
    assign(profile.removal_date, section.parsed("removal_date", parse_iso_date));
    if (const auto days = section.integer("remove_after")) {
        profile.remove_after = static_cast<unsigned>(days->value);
    }
    assign(profile.expiration_date, section.parsed("expires", parse_iso_date));
    profile.name_space = uuid_v5(uuid_namespace_url, profile.identifier);
    read_signing(section, profile);
}

} // namespace

PolicyPlaces read_policies(const Section& parent, Policies& policies) {
    PolicyPlaces places;
    const auto below = [&](std::string_view name) {
        return Section(parent.source(), parent.find(name), name);
    };
    assign(policies.logins.disclose, below("logins").word("disclose", disclosures));
    read_autoconfig(below("autoconfig"), policies.autoconfig, places);
    assign(policies.pacc.enabled, below("pacc").boolean("enabled"));
    read_outlook(below("outlook"), policies.outlook, places);
    read_mobileconfig(below("mobileconfig"), policies.mobileconfig);
    read_web(below("web"), policies.web);
    return places;
}

} // namespace autodiscover
