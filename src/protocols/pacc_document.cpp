// SPDX-License-Identifier: MIT
// All keys of the draft are in tables, here and in pacc_rules.hpp: the names still change. A client checks
// the document against the digest in the DNS, so that the same configuration must give the same bytes, today
// and on every node.
#include "autodiscover/protocols/pacc_document.hpp"

#include "autodiscover/base/digest.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"

#include <nlohmann/json.hpp>

namespace autodiscover {

namespace {

using Json = nlohmann::json; // keeps its keys sorted

constexpr std::string_view submission_key_of_02 = "smtp"; // still what readers of [pacc-02] look for

namespace key {
constexpr auto protocols = "protocols", host = "host", url = "url";
constexpr auto authentication = "authentication", password = "password";
constexpr auto oauth_public = "oauth-public", issuer = "issuer";
constexpr auto info = "info", provider = "provider", name = "name", short_name = "shortName";
constexpr auto logo = "logo", content_type = "content-type", width = "width", height = "height";
constexpr auto help = "help", documentation = "documentation", developer = "developer", contact = "contact";
} // namespace key

Json protocols(const Account& account, const PaccOffer& offer) {
    Json object = Json::object();
    for (std::size_t i = 0; i < pacc_words.size(); ++i) {
        const PaccWord& word = pacc_words[i];
        const Service* const service = offer.told[i];
        if (service == nullptr) {
            continue;
        }
        if (word.port == 0) {
            object[word.key] = {{key::url, account.url(*service)}};
            continue;
        }
        const Json server = {{key::host, account.host(*service)}};
        object[word.key] = server;
        if (word.type == ServiceType::submission) {
            object[submission_key_of_02] = server; // unknown members are ignored, one digest covers both
        }
    }
    return object;
}

Json authentication(const Account& account, const PaccOffer& offer) {
    Json object = {{key::password, offer.password}};
    if (offer.oauth2) {
        // Verbatim: issuers are compared byte by byte (RFC 8414 section 3.3).
        object[key::oauth_public] = {{key::issuer, account.provider.oauth2->issuer}};
    }
    return object;
}

Json logo(const Logo& picture) {
    Json object = {{key::url, picture.url}, {key::content_type, picture.content_type}};
    if (picture.width != 0 && picture.height != 0 && !picture.content_type.starts_with("image/svg")) {
        object[key::width] = picture.width;
        object[key::height] = picture.height;
    }
    return object;
}

Json info(const Provider& provider) {
    Json who = {{key::name, provider.name}, {key::short_name, provider.short_name}};
    for (const Logo& picture : provider.logos) {
        who[key::logo].push_back(logo(picture));
    }
    Json help = Json::object();
    if (!provider.documentation.empty()) {
        help[key::documentation] = provider.documentation.front().url;
    }
    if (!provider.developer_url.empty()) {
        help[key::developer] = provider.developer_url;
    }
    if (!provider.contact.empty()) {
        help[key::contact] = provider.contact;
    }
    Json object = {{key::provider, std::move(who)}};
    if (!help.empty()) {
        object[key::help] = std::move(help);
    }
    return object;
}

} // namespace

std::optional<std::string> pacc_document(const Account& account) {
    if (!account.policy.pacc.enabled) {
        return std::nullopt;
    }
    const PaccOffer offer(account);
    if (!pacc_obstacles(account, offer).empty()) {
        return std::nullopt;
    }
    return Json{{key::protocols, protocols(account, offer)},
                {key::authentication, authentication(account, offer)},
                {key::info, info(account.provider)}}
        .dump();
}

std::string pacc_digest(std::string_view document) {
    return base64(sha256(document));
}

std::string pacc_txt_record(std::string_view document) {
    return "v=UAAC1; a=sha256; d=" + pacc_digest(document);
}

} // namespace autodiscover
