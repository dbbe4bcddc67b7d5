// SPDX-License-Identifier: MIT
#pragma once
/// Who offers the service, and what the operator decided about each format. Thread safety: values.

#include "autodiscover/base/shared.hpp"
#include "autodiscover/base/uuid.hpp"
#include "autodiscover/model/colour.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/payloads.hpp"
#include "autodiscover/model/placeholders.hpp"
#include "autodiscover/model/web_text.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace autodiscover {

class CmsSigner;

/// A help page for people.
struct Documentation {
    std::string url;                                        // https
    std::vector<std::pair<std::string, std::string>> texts; // language tag (RFC 5646), text
};

/// What a public client needs to ask for a token ([autoconfig-06] oAuth2, draft-ietf-mailmaint-oauth-public).
struct OAuth2 {
    std::string issuer; // https URL, copied byte for byte
    std::string scope;  // separated by blanks
    std::string authorization_url;
    std::string token_url;
    std::string client_id; // empty: none
};

/// A picture of the provider ([pacc] info.provider.logo).
struct Logo {
    std::string url;          // https
    std::string content_type; // "image/svg+xml"
    unsigned width = 0;       // pixels; 0: not told
    unsigned height = 0;
};

struct Provider {
    std::string name;        // at most 60 characters
    std::string short_name;  // at most 20 characters
    Shared<Domain> domain;   // the provider's own, always there
    Shared<std::string> url; // public https base URL of this responder, no slash at its end; always there
    std::vector<Documentation> documentation;
    std::string home_url{};             // https, for people; empty: none
    std::string webmail_url{};          // https; empty: none
    std::string developer_url{};        // https, help for authors of mail programs; empty: none
    std::vector<std::string> contact{}; // URIs such as mailto:, not for end users
    std::vector<Logo> logos{};
    Shared<OAuth2> oauth2{};
};

/// Per-format decisions; a domain may have its own.
struct Policy {
    struct Logins {
        bool disclose = true; // tell the logins of `users` and `aliases` to whoever asks with the address
    } logins;

    struct Autoconfig {
        bool enabled = true;
        bool alternatives = false; // tell all services of a type, not only the best
        bool oauth2 = false;       // tell OAuth2 first where a service has it, with the password as fallback
        bool extras = false; // tell DAV, JMAP, ManageSieve and webmail: some readers refuse unknown types
        bool expand_username = false; // fill in the login name of a configured user
        bool version_1_2 = false;     // say version="1.2" instead of 1.1
    } autoconfig;

    struct Pacc { // experimental: draft-ietf-mailmaint-pacc
        bool enabled = false;
    } pacc;

    struct Outlook {
        bool enabled = true;
        unsigned ttl_hours = 24;                  // [MS-OXDSCLI] TTL; 0: never ask again
        bool answer_get = true;                   // false: error 600 to every GET, as Exchange does
        std::string activesync_url;               // https; empty: no ActiveSync
        std::optional<Template> redirect_address; // answer "ask for this address instead"
        std::string redirect_url;                 // https; answer "ask at this URL instead"; empty: no
        std::string expiration_date;              // YYYYMMDD; empty: none
        bool dav = false;                         // tell CalDAV and CardDAV as well, for eM Client
    } outlook;

    struct Mobileconfig {
        bool enabled = true;
        bool without_address = false;      // hand out a profile that lets the device ask for the address
        std::string identifier;            // reverse-DNS prefix of every PayloadIdentifier; must never change
        Uuid name_space;                   // uuid_v5(uuid_namespace_url, identifier)
        std::string organization;          // empty: the provider's name
        std::string description;           // shown when the profile is installed; empty: none
        Payloads payloads = Payload::mail; // what a profile holds when the request does not say
        // Language tag, or "default", and text that the user must agree to; sorted. Empty, or with a
        // "default".
        std::vector<std::pair<std::string, std::string>> consent{};
        std::string removal_date{};    // YYYY-MM-DD, when the device removes the profile; empty: never
        unsigned remove_after = 0;     // the same, days after the installation; 0: never
        std::string expiration_date{}; // YYYY-MM-DD, when the device offers to update it; empty: never
        std::shared_ptr<const CmsSigner> signer; // null: profiles are not signed
        bool refuse_unsigned = false;            // what cannot be signed is not handed out
    } mobileconfig;

    struct Web { // the page for people
        /// A text that the operator has put in the place of ours.
        struct Text {
            WebLanguage language;
            WebText name;
            std::string text;
        };

        bool enabled = true;
        std::string logo;                // https; empty: none
        Colour accent{0x0b, 0x57, 0xd0}; // of buttons
        Colour accent_dark{0x8a, 0xb4, 0xf8};
        std::vector<Text> texts{};
    } web;
};

} // namespace autodiscover
