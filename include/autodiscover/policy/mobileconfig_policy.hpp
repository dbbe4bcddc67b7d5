// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about Apple's configuration profiles.

#include "autodiscover/base/uuid.hpp"
#include "autodiscover/model/date.hpp"
#include "autodiscover/policy/payloads.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace autodiscover {

class CmsSigner;

struct MobileconfigPolicy {
    bool enabled = false;
    bool without_address = false; // hand out a profile that lets the device ask for the address
    std::string identifier;       // reverse-DNS prefix of every PayloadIdentifier; must never change
    Uuid name_space;              // uuid_v5(uuid_namespace_url, identifier)
    std::string organization;     // empty: the provider's name
    std::string description;      // shown when the profile is installed; empty: none
    Payloads payloads{};          // what a profile holds when the request does not say
    // Language tag, or "default", and text that the user must agree to; sorted. Empty, or with a "default".
    std::vector<std::pair<std::string, std::string>> consent{};
    std::optional<Date> removal_date{};      // when the device removes the profile; none: never
    unsigned remove_after = 0;               // the same, days after the installation; 0: never
    std::optional<Date> expiration_date{};   // when the device offers to update it; none: never
    std::shared_ptr<const CmsSigner> signer; // null: profiles are not signed
    bool refuse_unsigned = false;            // what cannot be signed is not handed out

    friend bool operator==(const MobileconfigPolicy&, const MobileconfigPolicy&) = default;
};

} // namespace autodiscover
