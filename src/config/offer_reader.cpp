// SPDX-License-Identifier: MIT
#include "autodiscover/config/offer_reader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/values.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::size_t longest_short_name = 20; // [draft-ietf-mailmaint-pacc] provider.shortName

template <typename T>
void assign(T& to, std::optional<Written<T>> from) {
    if (from) {
        to = std::move(from->value);
    }
}

Documentation read_page(const Section& page) {
    Documentation out;
    if (page.require("url")) {
        assign(out.url, page.parsed("url", parse_url));
    }
    const Section texts(page.source(), page.find("text"), "provider.documentation.text");
    for (const YamlEntry& entry : texts.entries()) {
        if (!is_language_tag(entry.key)) {
            page.source().error(entry.key_place,
                                quote(entry.key) + " is not a language tag such as `en` or `pt-BR`");
        } else if (auto line = page.line("text", *entry.value)) {
            out.texts.emplace_back(entry.key, std::move(line->value));
        }
    }
    return out;
}

void read_documentation(const Section& section, Provider& provider) {
    const YamlEntry* const entry = section.find("documentation");
    if (entry == nullptr) {
        return;
    }
    provider.documentation.clear();
    if (entry->value->kind != YamlNode::Kind::sequence) {
        section.source().error(entry->value->place, "`documentation` must be a list of mappings such as "
                                                    "`- url: https://example.com/help`, not " +
                                                        describe(*entry->value));
        return;
    }
    for (const YamlEntry& item : entry->value->entries) {
        provider.documentation.push_back(
            read_page(Section(section.source(), *item.value, "provider.documentation")));
    }
}

/// Keys that both `provider` and a domain have. `domain` stands in for a short name that nobody gave.
void read_provider_keys(const Section& section, std::string_view domain, Provider& provider) {
    if (auto name = section.text("name")) {
        provider.name = std::move(name->value);
        const bool fits = count_code_points(provider.name) <= longest_short_name;
        provider.short_name = fits ? provider.name : std::string(domain.substr(0, longest_short_name));
    }
    if (auto short_name = section.text("short_name")) {
        provider.short_name = std::move(short_name->value);
    }
    assign(provider.url, section.parsed("url", parse_base_url));
    read_documentation(section, provider);
}

Provider read_provider(const Section& section) {
    // The place holder is seen by nobody: without a valid domain no configuration comes about.
    Provider provider{{}, {}, *Domain::parse("invalid"), {}, {}};
    section.require("name");
    if (section.require("domain")) {
        assign(provider.domain, section.parsed("domain", parse_domain));
    }
    const std::string_view domain = provider.domain.view();
    provider.url = "https://autodiscover." + std::string(domain);
    read_provider_keys(section, domain, provider);
    return provider;
}

/// "com.example.autodiscover" for "example.com".
std::string default_identifier(std::string_view domain) {
    std::string out;
    while (!domain.empty()) {
        const std::size_t dot = domain.rfind('.');
        out.append(domain.substr(dot == std::string_view::npos ? 0 : dot + 1)).append(".");
        domain = domain.substr(0, dot == std::string_view::npos ? 0 : dot);
    }
    return out.append("autodiscover");
}

constexpr auto get_modes = std::to_array<std::pair<std::string_view, bool>>({
    {"settings", true},
    {"error600", false},
});

/// Returns where the address of a redirect stands.
std::optional<Place> read_outlook(const Section& section, Policy::Outlook& outlook) {
    assign(outlook.enabled, section.boolean("enabled"));
    if (const auto hours = section.integer("ttl")) {
        outlook.ttl_hours = static_cast<unsigned>(hours->value);
    }
    assign(outlook.answer_get, section.word("get_mode", get_modes));
    assign(outlook.activesync_url, section.parsed("activesync_url", parse_optional_url));
    const auto address = section.parsed("redirect_address", parse_redirect);
    if (!address) {
        return std::nullopt;
    }
    outlook.redirect_address = address->value.text().empty() ? std::nullopt : std::optional(address->value);
    return outlook.redirect_address ? std::optional(address->place) : std::nullopt;
}

void read_mobileconfig(const Section& section, Policy::Mobileconfig& profile) {
    assign(profile.enabled, section.boolean("enabled"));
    assign(profile.without_address, section.boolean("without_address"));
    assign(profile.identifier, section.parsed("identifier", parse_identifier));
    assign(profile.organization, section.text("organization"));
    assign(profile.description, section.text("description"));
    profile.name_space = uuid_v5(uuid_namespace_url, profile.identifier);
}

/// The format sections of the top level or of a domain. Returns where the address of a redirect stands.
std::optional<Place> read_policy(const Section& parent, Policy& policy) {
    const Section autoconfig(parent.source(), parent.find("autoconfig"), "autoconfig");
    assign(policy.autoconfig.enabled, autoconfig.boolean("enabled"));
    read_mobileconfig(Section(parent.source(), parent.find("mobileconfig"), "mobileconfig"),
                      policy.mobileconfig);
    return read_outlook(Section(parent.source(), parent.find("outlook"), "outlook"), policy.outlook);
}

bool has_any(const Section& section, std::initializer_list<std::string_view> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return section.has(key); });
}

} // namespace

OfferDraft read_defaults(const Section& top) {
    OfferDraft draft;
    Provider provider{{}, {}, *Domain::parse("invalid"), {}, {}};
    if (top.require("provider")) {
        provider = read_provider(Section(top.source(), top.find("provider"), "provider"));
    }
    const Section services(top.source(), top.find("services"), "services");
    draft.services = read_services(services, {});
    warn_about_services(services, draft.services, nullptr);
    Policy policy;
    policy.mobileconfig.identifier = default_identifier(provider.domain.view());
    draft.redirect = read_policy(top, policy);
    draft.offer = {std::make_shared<Provider>(std::move(provider)),
                   std::make_shared<Policy>(std::move(policy)),
                   std::make_shared<std::vector<Service>>(complete(draft.services))};
    return draft;
}

OfferDraft read_domain(const Section& own, std::string_view domain, const OfferDraft& defaults) {
    OfferDraft draft{defaults.offer, {}, {}};
    if (has_any(own, {"name", "short_name", "url", "documentation"})) {
        Provider provider = *defaults.offer.provider;
        const std::string_view name = domain.substr(domain.starts_with("*.") ? 2 : 0);
        read_provider_keys(own, name == "*" ? provider.domain.view() : name, provider);
        draft.offer.provider = std::make_shared<Provider>(std::move(provider));
    }
    if (has_any(own, {"autoconfig", "outlook", "mobileconfig"})) {
        Policy policy = *defaults.offer.policy;
        draft.redirect = read_policy(own, policy);
        draft.offer.policy = std::make_shared<Policy>(std::move(policy));
    }
    if (own.has("services")) {
        const Section services(own.source(), own.find("services"), "services");
        draft.services = read_services(services, defaults.services);
        warn_about_services(services, draft.services, &defaults.services);
        draft.offer.services = std::make_shared<std::vector<Service>>(complete(draft.services));
    }
    return draft;
}

} // namespace autodiscover
