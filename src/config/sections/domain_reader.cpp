// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/domain_reader.hpp"

#include "autodiscover/config/sections/policy_reader.hpp"
#include "autodiscover/config/sections/provider_reader.hpp"
#include "autodiscover/policy/policies.hpp"

#include <algorithm>
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
#define POLICY(section, Type) own.has(#section) ||
    return
#include "autodiscover/policy/policies.def"
        false;
#undef POLICY
}

/// What a section says about the formats must go with what its provider is. `operator_url` is the responder's
/// public address.
void check_policy(const Section& section, const Provider& provider, const Url& operator_url,
                  const Policies& policies, const PolicyLocations& locations) {
    const Source& source = section.source();
    if (locations.oauth2 && !provider.oauth2) {
        source.error(*locations.oauth2,
                     "`oauth2` needs the section `oauth2` of the provider: who issues tokens");
    }
    const std::string_view target =
        policies.outlook.redirect_url ? policies.outlook.redirect_url->host() : "";
    const bool is_circle = target == provider.url->host() || target == operator_url.host();
    const YamlEntry* const url = section.find("url"); // of a domain
    if (is_circle && (locations.redirect_url || url != nullptr)) {
        source.error(locations.redirect_url ? *locations.redirect_url : url->value.location,
                     "redirects in a circle: " + quote(target) + " is this responder");
    }
}

/// Anyone may own a domain that a pattern covers, and its name may be that of the mail server in the profile:
/// the operator cannot vouch for it with a signature. Who wants no unsigned profiles gets none.
std::shared_ptr<const Policies> unsigned_policy(const Section& own, std::string_view pattern,
                                                const Policies& before) {
    Policies policies = before;
    const bool refuse = policies.mobileconfig.refuse_unsigned;
    if (policies.mobileconfig.enabled) {
        own.source().warning(
            own.location(), "profiles for the domains of " + quote(pattern) + " are " +
                                (refuse ? "not handed out" : "not signed") +
                                ": anyone may own such a domain; list the domains whose profiles you want to "
                                "sign, or write `mobileconfig: { signing: false }` here");
    }
    policies.mobileconfig.enabled = policies.mobileconfig.enabled && !refuse;
    policies.mobileconfig.signer = nullptr;
    return std::make_shared<Policies>(std::move(policies));
}

} // namespace

DomainDraft read_defaults(const Section& top) {
    DomainDraft draft;
    Provider provider{{}, {}, *Domain::parse("invalid"), *Url::parse("https://invalid"), {}};
    if (top.require("provider")) {
        provider = read_provider(Section(top.source(), top.find("provider"), "provider"));
    }
    const Section services(top.source(), top.find("services"), "services");
    draft.services = read_services(services, {});
    warn_about_services(services, draft.services, nullptr);
    if (!provider.oauth2) {
        warn_about_oauth2(services, draft.services);
    }
    Policies policies = default_policies();
    policies.mobileconfig.identifier = default_identifier(provider.domain->view());
    const PolicyLocations locations = read_policies(top, policies);
    check_policy(top, provider, *provider.url, policies, locations);
    draft.redirect = locations.redirect_address;
    draft.config = {std::make_shared<Provider>(std::move(provider)),
                    std::make_shared<Policies>(std::move(policies)),
                    std::make_shared<std::vector<Service>>(complete(draft.services))};
    return draft;
}

DomainDraft read_domain(const Section& own, std::string_view domain, const DomainDraft& defaults) {
    DomainDraft draft{defaults.config, {}, {}};
    if (has_provider_keys(own)) {
        Provider provider = *defaults.config.provider;
        const std::string_view name = domain.substr(domain.starts_with("*.") ? 2 : 0);
        read_provider_keys(own, name == "*" ? provider.domain->view() : name, provider);
        draft.config.provider = std::make_shared<Provider>(std::move(provider));
    }
    const bool loses_oauth2 = defaults.config.policies->autoconfig.oauth2 && !draft.config.provider->oauth2;
    if (has_policy_keys(own) || own.has("url") || loses_oauth2) {
        Policies policies = *defaults.config.policies;
        policies.autoconfig.oauth2 = policies.autoconfig.oauth2 && !loses_oauth2;
        const PolicyLocations locations = read_policies(own, policies);
        check_policy(own, *draft.config.provider, *defaults.config.provider->url, policies, locations);
        draft.redirect = locations.redirect_address;
        draft.config.policies = std::make_shared<Policies>(std::move(policies));
    }
    if (domain.starts_with('*') && draft.config.policies->mobileconfig.signer) {
        draft.config.policies = unsigned_policy(own, domain, *draft.config.policies);
    }
    if (own.has("services")) {
        const Section services(own.source(), own.find("services"), "services");
        draft.services = read_services(services, defaults.services);
        warn_about_services(services, draft.services, &defaults.services);
        if (!draft.config.provider->oauth2) {
            warn_about_oauth2(services, draft.services);
        }
        draft.config.services = std::make_shared<std::vector<Service>>(complete(draft.services));
    }
    return draft;
}

} // namespace autodiscover
