// SPDX-License-Identifier: MIT
#include "autodiscover/config/offer_reader.hpp"

#include "autodiscover/config/policy_reader.hpp"
#include "autodiscover/config/provider_reader.hpp"
#include "autodiscover/config/urls.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

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

/// A domain may have these keys of `provider` too.
bool has_provider_keys(const Section& own) {
    const std::span<const Key> keys = keys_of("provider");
    return std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return own.has(key.name); });
}

bool has_policy_keys(const Section& own) {
    constexpr std::array<std::string_view, 6> keys = {"logins",  "autoconfig",   "pacc",
                                                      "outlook", "mobileconfig", "web"};
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return own.has(key); });
}

/// What a section says about the formats must go with what its provider is. `operator_url` is the responder's
/// public address.
void check_policy(const Section& section, const Provider& provider, std::string_view operator_url,
                  const Policy& policy, const PolicyPlaces& places) {
    const Source& source = section.source();
    if (places.oauth2 && !provider.oauth2) {
        source.error(*places.oauth2,
                     "`oauth2` needs the section `oauth2` of the provider: who issues tokens");
    }
    const std::string_view target = host_of_url(policy.outlook.redirect_url);
    const bool is_circle = target == host_of_url(*provider.url) || target == host_of_url(operator_url);
    const YamlEntry* const url = section.find("url"); // of a domain
    if (!policy.outlook.redirect_url.empty() && is_circle && (places.redirect_url || url != nullptr)) {
        source.error(places.redirect_url ? *places.redirect_url : url->value.place,
                     "redirects in a circle: " + quote(target) + " is this responder");
    }
}

/// Anyone may own a domain that a pattern covers, and its name may be that of the mail server in the profile:
/// the operator cannot vouch for it with a signature. Who wants no unsigned profiles gets none.
std::shared_ptr<const Policy> unsigned_policy(const Section& own, std::string_view pattern,
                                              const Policy& before) {
    Policy policy = before;
    const bool refuse = policy.mobileconfig.refuse_unsigned;
    if (policy.mobileconfig.enabled) {
        own.source().warning(
            own.place(), "profiles for the domains of " + quote(pattern) + " are " +
                             (refuse ? "not handed out" : "not signed") +
                             ": anyone may own such a domain; list the domains whose profiles you want to "
                             "sign, or write `mobileconfig: { signing: false }` here");
    }
    policy.mobileconfig.enabled = policy.mobileconfig.enabled && !refuse;
    policy.mobileconfig.signer = nullptr;
    return std::make_shared<Policy>(std::move(policy));
}

} // namespace

OfferDraft read_defaults(const Section& top) {
    OfferDraft draft;
    Provider provider{{}, {}, *Domain::parse("invalid"), "", {}};
    if (top.require("provider")) {
        provider = read_provider(Section(top.source(), top.find("provider"), "provider"));
    }
    const Section services(top.source(), top.find("services"), "services");
    draft.services = read_services(services, {});
    warn_about_services(services, draft.services, nullptr);
    if (!provider.oauth2) {
        warn_about_oauth2(services, draft.services);
    }
    Policy policy;
    policy.mobileconfig.identifier = default_identifier(provider.domain->view());
    const PolicyPlaces places = read_policy(top, policy);
    check_policy(top, provider, *provider.url, policy, places);
    draft.redirect = places.redirect_address;
    draft.offer = {std::make_shared<Provider>(std::move(provider)),
                   std::make_shared<Policy>(std::move(policy)),
                   std::make_shared<std::vector<Service>>(complete(draft.services))};
    return draft;
}

OfferDraft read_domain(const Section& own, std::string_view domain, const OfferDraft& defaults) {
    OfferDraft draft{defaults.offer, {}, {}};
    if (has_provider_keys(own)) {
        Provider provider = *defaults.offer.provider;
        const std::string_view name = domain.substr(domain.starts_with("*.") ? 2 : 0);
        read_provider_keys(own, name == "*" ? provider.domain->view() : name, provider);
        draft.offer.provider = std::make_shared<Provider>(std::move(provider));
    }
    const bool loses_oauth2 = defaults.offer.policy->autoconfig.oauth2 && !draft.offer.provider->oauth2;
    if (has_policy_keys(own) || own.has("url") || loses_oauth2) {
        Policy policy = *defaults.offer.policy;
        policy.autoconfig.oauth2 = policy.autoconfig.oauth2 && !loses_oauth2;
        const PolicyPlaces places = read_policy(own, policy);
        check_policy(own, *draft.offer.provider, *defaults.offer.provider->url, policy, places);
        draft.redirect = places.redirect_address;
        draft.offer.policy = std::make_shared<Policy>(std::move(policy));
    }
    if (domain.starts_with('*') && draft.offer.policy->mobileconfig.signer) {
        draft.offer.policy = unsigned_policy(own, domain, *draft.offer.policy);
    }
    if (own.has("services")) {
        const Section services(own.source(), own.find("services"), "services");
        draft.services = read_services(services, defaults.services);
        warn_about_services(services, draft.services, &defaults.services);
        if (!draft.offer.provider->oauth2) {
            warn_about_oauth2(services, draft.services);
        }
        draft.offer.services = std::make_shared<std::vector<Service>>(complete(draft.services));
    }
    return draft;
}

} // namespace autodiscover
