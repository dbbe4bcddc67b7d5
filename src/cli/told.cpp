// SPDX-License-Identifier: MIT
#include "autodiscover/cli/told.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/dns_zone.hpp"
#include "autodiscover/protocols/mobileconfig_profile.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace autodiscover {

namespace {

constexpr std::string_view no_complete_pair = "it needs an incoming and an outgoing server";
constexpr std::string_view disabled = "disabled";

bool has_pair(const Account& account) noexcept {
    return (account.offered(ServiceType::imap) != nullptr || account.offered(ServiceType::pop3) != nullptr) &&
           account.offered(ServiceType::submission) != nullptr;
}

/// The document is that of the domain, whoever asks.
std::string why_no_pacc(const Account& account) {
    if (!account.policies().pacc.enabled) {
        return std::string(disabled);
    }
    std::string why;
    for (const std::string& obstacle : pacc_obstacles(account.anyone())) {
        why.append(why.empty() ? "" : "; ").append(obstacle);
    }
    return why;
}

std::string why_no_profile(const Account& account) {
    if (!account.policies().mobileconfig.enabled) {
        return std::string(disabled);
    }
    if (account.services().empty()) {
        return std::string(no_complete_pair);
    }
    std::string why;
    for (const std::string& omission : mobileconfig_omissions(account)) {
        why.append(why.empty() ? "" : "; ").append(omission);
    }
    return why;
}

std::string why_not(bool enabled, bool possible) {
    return std::string(!enabled ? disabled : !possible ? no_complete_pair : "");
}

using Reason = std::string (*)(const Account&);

std::string why_no_outlook(const Account& account) {
    return why_not(account.policies().outlook.enabled, true);
}

struct Format {
    std::string_view name;
    std::string_view clients;
    void (*read)(const std::string& document, Told& told);
    Reason reason;
};
constexpr std::array formats = {
    Format{"autoconfig", "Thunderbird and others", read_told_autoconfig,
           [](const Account& a) { return why_not(a.policies().autoconfig.enabled, has_pair(a)); }},
    Format{"outlook", "Outlook", read_told_outlook, why_no_outlook},
    Format{"json", "Outlook (V2 pointer)", read_told_pointer, why_no_outlook},
    Format{"mobileconfig", "Apple Mail", read_told_profile, why_no_profile},
    Format{"pacc", "PACC readers", read_told_pacc, why_no_pacc},
};

/// Status and text of an answer other than 200; of a JSON error its code and message.
std::string refusal(const Response& response) {
    std::string text(trim(response.body));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_object() && json.contains("ErrorCode")) {
        text = json.value("ErrorCode", "") + ": " + json.value("ErrorMessage", "");
    }
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return std::to_string(response.status) + " " + text;
}

/// Null where programs read nothing: the page is for people.
const Format* find_format(const Protocol& protocol) {
    const auto* const format = std::find_if(formats.begin(), formats.end(),
                                            [&](const Format& f) { return f.name == protocol.name; });
    return protocol.view != nullptr && format != formats.end() ? format : nullptr;
}

Told told_by(const Protocol& protocol, const Format& format, const Account& account,
             const Installation& installation) {
    Told told{std::string(protocol.name)};
    told.clients = format.clients;
    const Response response = protocol.view(account, installation);
    if (response.status != 200) {
        told.refusal = refusal(response);
    } else {
        format.read(response.body, told);
    }
    if (!told.refusal.empty()) {
        told.reason = format.reason(account);
    }
    return told;
}

Told told_by_dns(const Account& account) {
    Told told{"dns", "SRV readers"};
    read_told_zone(dns_zone(account), told);
    return told;
}

} // namespace

std::vector<Told> told_to_clients(const Account& account, const Installation& installation) {
    std::vector<Told> all;
    for (const Protocol* const protocol : all_protocols()) {
        if (const Format* const format = find_format(*protocol)) {
            all.push_back(told_by(*protocol, *format, account, installation));
        }
    }
    all.push_back(told_by_dns(account));
    return all;
}

} // namespace autodiscover
