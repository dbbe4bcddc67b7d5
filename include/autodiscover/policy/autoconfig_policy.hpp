// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about Mozilla's autoconfig format.

namespace autodiscover {

struct AutoconfigPolicy {
    bool enabled = false;
    bool alternatives = false; // offer all services of a type, not only the best
    bool oauth2 = false;       // offer OAuth2 first where a service has it, with the password as fallback
    bool extras = false;       // offer DAV, JMAP, ManageSieve and webmail: some readers refuse unknown types
    bool expand_username = false; // fill in the login name of a configured user
    bool version_1_2 = false;     // claim version="1.2" instead of 1.1

    friend bool operator==(const AutoconfigPolicy&, const AutoconfigPolicy&) = default;
};

} // namespace autodiscover
