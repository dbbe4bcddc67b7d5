// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about Outlook's Autodiscover, in XML and JSON.

#include "autodiscover/model/date.hpp"
#include "autodiscover/model/placeholders.hpp"
#include "autodiscover/model/url.hpp"

#include <optional>

namespace autodiscover {

struct OutlookPolicy {
    bool enabled = false;
    unsigned ttl_hours = 0;                     // [MS-OXDSCLI] TTL; 0: never ask again
    bool answer_get = false;                    // false: error 600 to every GET, as Exchange does
    std::optional<Url> activesync_url{};        // none: no ActiveSync
    std::optional<Template> redirect_address{}; // answer "ask for this address instead"
    std::optional<Url> redirect_url{};          // answer "ask at this URL instead"
    std::optional<Date> expiration_date{};
    bool dav = false; // offer CalDAV and CardDAV as well, for eM Client

    friend bool operator==(const OutlookPolicy&, const OutlookPolicy&) = default;
};

} // namespace autodiscover
