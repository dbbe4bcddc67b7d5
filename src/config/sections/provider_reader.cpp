// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/provider_reader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"

#include <utility>

namespace autodiscover {

namespace {

Documentation read_page(const Section& page) {
    Documentation out;
    if (page.require("url")) {
        page.read("url", out.url, parse_url);
    }
    const Section texts(page.source(), page.find("text"), "provider.documentation.text");
    for (const YamlEntry& entry : texts.entries()) {
        if (!is_language_tag(entry.key)) {
            page.source().error(entry.key_location,
                                quote(entry.key) + " is not a language tag such as `en` or `pt-BR`");
        } else if (auto line = page.line("text", entry.value)) {
            out.texts.emplace_back(entry.key, std::move(line->value));
        }
    }
    return out;
}

Logo read_logo(const Section& section) {
    Logo logo;
    if (section.require("url")) {
        section.read("url", logo.url, parse_url);
    }
    if (section.require("content_type")) {
        section.read("content_type", logo.content_type, parse_image_type);
    }
    section.read("width", logo.width);
    section.read("height", logo.height);
    if (logo.content_type == "image/svg+xml" &&
        (logo.width != 0 || logo.height != 0)) { // [pacc-02] provider.logo
        section.source().error(section.find(logo.width != 0 ? "width" : "height")->value.location,
                               "`image/svg+xml` has any size; leave out `width` and `height`");
    }
    return logo;
}

/// A list of mappings, each of them through `read`. A list that is there replaces the one before.
template <typename T>
void read_list(const Section& section, std::string_view key, T (*read)(const Section&), std::vector<T>& out) {
    const YamlEntry* const entry = section.find(key);
    if (entry == nullptr) {
        return;
    }
    out.clear();
    if (entry->value.kind != YamlNode::Kind::sequence) {
        section.source().error(entry->value.location, quote(key) +
                                                          " must be a list of mappings such as "
                                                          "`- url: https://example.com/help`, not " +
                                                          describe(entry->value));
        return;
    }
    const std::string name = std::string("provider.").append(key);
    for (const YamlEntry& item : entry->value.entries) {
        out.push_back(read(Section(section.source(), item.value, name)));
    }
}

void read_contact(const Section& section, std::vector<std::string>& contact) {
    if (!section.has("contact")) {
        return;
    }
    contact.clear();
    for (const Located<std::string>& written : section.texts("contact")) {
        Result<std::string> uri = parse_contact(written.value);
        if (uri) {
            contact.push_back(std::move(*uri));
        } else {
            section.source().error(written.location, "`contact`: " + uri.error().message);
        }
    }
}

void read_oauth2(const Section& section, Shared<OAuth2>& oauth2) {
    const YamlEntry* const entry = section.find("oauth2");
    if (entry == nullptr) {
        return;
    }
    if (is_false(entry->value)) {
        oauth2.reset();
        return;
    }
    const Section own(section.source(), entry, "provider.oauth2");
    OAuth2 out; // the parts belong together, nothing is left of another one's
    if (own.require("issuer")) {
        own.read("issuer", out.issuer, parse_issuer);
    }
    if (own.require("scope")) {
        own.read("scope", out.scope, parse_scope);
    }
    if (own.require("authorization_url")) {
        own.read("authorization_url", out.authorization_url, parse_url);
    }
    if (own.require("token_url")) {
        own.read("token_url", out.token_url, parse_url);
    }
    own.read("client_id", out.client_id);
    oauth2 = std::move(out);
}

} // namespace

void read_provider_keys(const Section& section, std::string_view domain, Provider& provider) {
    if (section.read("name", provider.name) && section.has("name")) {
        const auto longest = static_cast<std::size_t>(find_key("provider", "short_name")->max);
        const bool fits = count_code_points(provider.name) <= longest;
        provider.short_name = fits ? provider.name : std::string(domain.substr(0, longest));
    }
    section.read("short_name", provider.short_name);
    if (const auto url = section.parsed("url", parse_base_url)) {
        provider.url = url->value;
        if (const std::string_view host = url->value.host(); !has_dot(host)) {
            section.source().warning(url->location, no_dot(host));
        }
    }
    read_list(section, "documentation", read_page, provider.documentation);
    section.read("home_url", provider.home_url, parse_optional_url);
    section.read("webmail_url", provider.webmail_url, parse_optional_url);
    section.read("developer_url", provider.developer_url, parse_optional_url);
    read_contact(section, provider.contact);
    read_list(section, "logo", read_logo, provider.logos);
    read_oauth2(section, provider.oauth2);
}

Provider read_provider(const Section& section) {
    // The place holder is seen by nobody: without a valid domain no configuration comes about.
    Provider provider{{}, {}, *Domain::parse("invalid"), *Url::parse("https://invalid"), {}};
    section.require("name");
    if (section.require("domain")) {
        if (const auto domain = section.parsed("domain", parse_domain)) {
            provider.domain = domain->value;
        }
    }
    const std::string_view domain = provider.domain->view();
    provider.url = *Url::parse("https://autodiscover." + std::string(domain));
    read_provider_keys(section, domain, provider);
    return provider;
}

} // namespace autodiscover
