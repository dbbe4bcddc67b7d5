// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/pacc_rules.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// A URL with a path, and without a port.
bool is_plain_https(std::string_view text) {
    const Result<Url> url = Url::parse(text);
    return url && url->authority() == url->host() && url->path().starts_with('/');
}

bool has_words_for(const Account& account, const PaccWord& word, const Service& service) {
    return word.port == 0 ? is_plain_https(account.url(service))
                          : service.transport == Transport::implicit_tls && service.port == word.port;
}

std::string omission(const Account& account, const PaccWord& word, const Service& service) {
    const std::string name(word.name);
    return word.port == 0 ? name + " is left out: the URL " + std::string(account.url(service)) +
                                " is not https at the default port and with a path, all that PACC takes"
                          : name + " is left out: the best offer is not implicit TLS at port " +
                                std::to_string(word.port) + ", all that PACC knows";
}

bool tells(const PaccOffer& offer, ServiceType type) {
    return std::any_of(offer.told.begin(), offer.told.end(),
                       [&](const Service* service) { return service != nullptr && service->type == type; });
}

/// Mail can be read and sent.
bool is_complete(const PaccOffer& offer) {
    const bool has_mailbox = tells(offer, ServiceType::imap) || tells(offer, ServiceType::pop3);
    return tells(offer, ServiceType::jmap) || (has_mailbox && tells(offer, ServiceType::submission));
}

bool accepts(const Service& service, Authentication wanted) {
    return service.authentication.has(wanted);
}

/// [pacc-02] info: no control characters, no runs of blanks.
bool is_tidy(std::string_view name) {
    return !name.empty() && trim(name) == name && name.find("  ") == std::string_view::npos &&
           std::none_of(name.begin(), name.end(), is_control);
}

} // namespace

PaccOffer::PaccOffer(const Account& account) : password(true), oauth2(account.provider().oauth2.has_value()) {
    for (std::size_t i = 0; i < pacc_words.size(); ++i) {
        const Service* const service = account.offered(pacc_words[i].type);
        if (service == nullptr || !has_words_for(account, pacc_words[i], *service)) {
            continue;
        }
        told[i] = service;
        password = password && (accepts(*service, Authentication::password_cleartext) ||
                                accepts(*service, Authentication::password_encrypted));
        oauth2 = oauth2 && accepts(*service, Authentication::oauth2);
    }
}

std::vector<std::string> pacc_obstacles(const Account& account, const PaccOffer& offer) {
    std::vector<std::string> found;
    if (!is_complete(offer)) {
        found.emplace_back(
            "neither submission with imap or pop3, each with implicit TLS at its default port, nor "
            "jmap is offered");
    }
    for (std::size_t i = 0; i < pacc_words.size(); ++i) {
        if (offer.told[i] == nullptr) {
            continue;
        }
        if (const std::string& login = account.username_template(*offer.told[i]).text();
            login != "%EMAILADDRESS%") {
            found.push_back("the login name of " + std::string(pacc_words[i].name) + " is " + login +
                            ", PACC knows only the full address");
        }
    }
    if (!offer.password && !offer.oauth2) {
        found.emplace_back("the services share neither a password nor OAuth2 as authentication");
    }
    if (!is_tidy(account.provider().name) || !is_tidy(account.provider().short_name)) {
        found.emplace_back("a name of the provider is empty or has control characters or needless blanks");
    }
    return found;
}

std::vector<std::string> pacc_obstacles(const Account& account) {
    return pacc_obstacles(account, PaccOffer(account));
}

std::vector<std::string> pacc_omissions(const Account& account) {
    const PaccOffer offer(account);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < pacc_words.size(); ++i) {
        const Service* const service = account.offered(pacc_words[i].type);
        if (service != nullptr && offer.told[i] == nullptr) {
            found.push_back(omission(account, pacc_words[i], *service));
        }
    }
    if (account.provider().oauth2 && !offer.oauth2) {
        found.emplace_back("oauth2 is left out: not every service accepts it");
    }
    return found;
}

} // namespace autodiscover
