// SPDX-License-Identifier: MIT
#pragma once
/// Who offers the service, and what the operator decided about each format. Thread safety: values.

#include "autodiscover/base/uuid.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/placeholders.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace autodiscover {

/// A help page for people.
struct Documentation {
    std::string url;                                        // https
    std::vector<std::pair<std::string, std::string>> texts; // language tag (RFC 5646), text
};

struct Provider {
    std::string name;       // at most 60 characters
    std::string short_name; // at most 20 characters
    Domain domain;          // the provider's own
    std::string url;        // public https base URL of this responder, without a trailing slash
    std::vector<Documentation> documentation;
};

/// Per-format decisions; a domain may have its own.
struct Policy {
    struct Autoconfig {
        bool enabled = true;
    } autoconfig;

    struct Outlook {
        bool enabled = true;
        unsigned ttl_hours = 24;                  // [MS-OXDSCLI] TTL; 0: never ask again
        bool answer_get = true;                   // false: error 600 to every GET, as Exchange does
        std::string activesync_url;               // https; empty: no ActiveSync
        std::optional<Template> redirect_address; // answer "ask for this address instead"
    } outlook;

    struct Mobileconfig {
        bool enabled = true;
        bool without_address = false; // hand out a profile that lets the device ask for the address
        std::string identifier;       // reverse-DNS prefix of every PayloadIdentifier; must never change
        Uuid name_space;              // uuid_v5(uuid_namespace_url, identifier)
        std::string organization;     // empty: the provider's name
        std::string description;      // shown when the profile is installed; empty: none
    } mobileconfig;
};

} // namespace autodiscover
