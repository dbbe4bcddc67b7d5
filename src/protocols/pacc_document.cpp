// SPDX-License-Identifier: MIT
// All keys of the draft are in tables, here and in pacc_rules.hpp: the names still change. A client checks
// the document against the digest in the DNS, so that the same configuration must give the same bytes, today
// and on every node.
#include "autodiscover/protocols/pacc_document.hpp"

#include "autodiscover/base/digest.hpp"
#include "autodiscover/format/json_writer.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

constexpr std::string_view submission_key_of_02 = "smtp"; // still what readers of [pacc-02] look for

namespace key {
constexpr auto protocols = "protocols", host = "host", url = "url";
constexpr auto authentication = "authentication", password = "password";
constexpr auto oauth_public = "oauth-public", issuer = "issuer";
constexpr auto info = "info", provider = "provider", name = "name", short_name = "shortName";
constexpr auto logo = "logo", content_type = "content-type", width = "width", height = "height";
constexpr auto help = "help", documentation = "documentation", developer = "developer", contact = "contact";
} // namespace key

/// A key of `protocols`, and the place in pacc_words of what it stands for.
struct ProtocolKey {
    std::string_view key;
    std::size_t word = 0;
};

/// In the order in which they are written.
constexpr std::array protocol_keys = [] {
    std::array<ProtocolKey, pacc_words.size() + 1> keys;
    std::size_t count = 0;
    for (std::size_t i = 0; i < pacc_words.size(); ++i) {
        keys[count++] = {pacc_words[i].key, i};
        if (pacc_words[i].type == ServiceType::submission) {
            keys[count++] = {submission_key_of_02, i}; // unknown members are ignored, one digest covers both
        }
    }
    std::sort(keys.begin(), keys.end(),
              [](const ProtocolKey& a, const ProtocolKey& b) { return a.key < b.key; });
    return keys;
}();

void write_protocols(JsonWriter& json, const Account& account, const PaccOffer& offer) {
    for (const ProtocolKey& written : protocol_keys) {
        const Service* const service = offer.told[written.word];
        if (service == nullptr) {
            continue;
        }
        json.object(written.key, [&] {
            if (pacc_words[written.word].port == 0) {
                json.string(key::url, account.url(*service));
            } else {
                json.string(key::host, account.host(*service));
            }
        });
    }
}

void write_authentication(JsonWriter& json, const Account& account, const PaccOffer& offer) {
    if (offer.oauth2) {
        // Verbatim: issuers are compared byte by byte (RFC 8414 section 3.3).
        json.object(key::oauth_public, [&] { json.string(key::issuer, account.provider().oauth2->issuer); });
    }
    json.boolean(key::password, offer.password);
}

void write_logo(JsonWriter& json, const Logo& picture) {
    const bool has_size =
        picture.width != 0 && picture.height != 0 && !picture.content_type.starts_with("image/svg");
    json.string(key::content_type, picture.content_type);
    if (has_size) {
        json.integer(key::height, picture.height);
    }
    json.string(key::url, picture.url);
    if (has_size) {
        json.integer(key::width, picture.width);
    }
}

void write_help(JsonWriter& json, const Provider& provider) {
    if (!provider.contact.empty()) {
        json.array(key::contact, [&] {
            for (const std::string& contact : provider.contact) {
                json.string(contact);
            }
        });
    }
    if (provider.developer_url) {
        json.string(key::developer, *provider.developer_url);
    }
    if (!provider.documentation.empty()) {
        json.string(key::documentation, provider.documentation.front().url);
    }
}

void write_provider(JsonWriter& json, const Provider& provider) {
    if (!provider.logos.empty()) {
        json.array(key::logo, [&] {
            for (const Logo& picture : provider.logos) {
                json.object([&] { write_logo(json, picture); });
            }
        });
    }
    json.string(key::name, provider.name);
    json.string(key::short_name, provider.short_name);
}

void write_info(JsonWriter& json, const Provider& provider) {
    const bool has_help =
        !provider.documentation.empty() || provider.developer_url || !provider.contact.empty();
    if (has_help) {
        json.object(key::help, [&] { write_help(json, provider); });
    }
    json.object(key::provider, [&] { write_provider(json, provider); });
}

} // namespace

std::optional<std::string> pacc_document(const Account& account) {
    if (!account.policies().pacc.enabled) {
        return std::nullopt;
    }
    const PaccOffer offer(account);
    if (!pacc_obstacles(account, offer).empty()) {
        return std::nullopt;
    }
    Output out;
    out.reserve(1024); // enough for most providers
    JsonWriter json(out);
    json.object([&] { // keys are sorted everywhere
        json.object(key::authentication, [&] { write_authentication(json, account, offer); });
        json.object(key::info, [&] { write_info(json, account.provider()); });
        json.object(key::protocols, [&] { write_protocols(json, account, offer); });
    });
    return out.take();
}

InlineString<44> pacc_digest(std::string_view document) noexcept {
    return base64(sha256(document));
}

std::string pacc_txt_record(std::string_view document) {
    return std::string("v=UAAC1; a=sha256; d=").append(pacc_digest(document).view());
}

} // namespace autodiscover
