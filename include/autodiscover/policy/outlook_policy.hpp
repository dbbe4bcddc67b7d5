// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about Outlook's Autodiscover, in XML and JSON.

#include "autodiscover/model/placeholders.hpp"

#include <optional>
#include <string>

namespace autodiscover {

struct OutlookPolicy {
    bool enabled = false;
    unsigned ttl_hours = 0;                   // [MS-OXDSCLI] TTL; 0: never ask again
    bool answer_get = false;                  // false: error 600 to every GET, as Exchange does
    std::string activesync_url;               // https; empty: no ActiveSync
    std::optional<Template> redirect_address; // answer "ask for this address instead"
    std::string redirect_url;                 // https; answer "ask at this URL instead"; empty: no
    std::string expiration_date;              // YYYYMMDD; empty: none
    bool dav = false;                         // offer CalDAV and CardDAV as well, for eM Client

    friend bool operator==(const OutlookPolicy&, const OutlookPolicy&) = default;
};

} // namespace autodiscover
