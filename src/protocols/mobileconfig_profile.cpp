// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_profile.hpp"

#include "autodiscover/format/plist_writer.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/mobileconfig_payloads.hpp"

namespace autodiscover {

namespace {

using namespace mobileconfig;

constexpr std::int64_t seconds_a_day = 24 * 60 * 60;
constexpr std::size_t usual_size = 4096; // bytes of a profile with all payloads: it is allocated once

/// "": none.
std::string day_of(const std::optional<Date>& date) {
    return date ? write_date(*date, "-") : std::string();
}

/// [TopLevel]
std::string write_profile(const Account& account, const Sources& sources, Identity& identity,
                          std::string_view person) {
    const MobileconfigPolicy& policy = account.policies().mobileconfig;
    const std::string& provider = account.provider().name;
    Output out;
    out.reserve(usual_size);
    PlistWriter plist(out);
    plist.document([&] {
        plist.texts("ConsentText", policy.consent);
        if (policy.remove_after != 0) {
            plist.real("DurationUntilRemoval", seconds_a_day * policy.remove_after);
        }
        plist.array("PayloadContent", [&] { write_payloads(plist, account, sources, identity, person); });
        plist.string("PayloadDescription", policy.description);
        if (account.subject.mailbox != nullptr) {
            plist.string("PayloadDisplayName", {provider, " (", account.subject.mailbox->address(), ")"});
        } else {
            plist.string("PayloadDisplayName", provider);
        }
        plist.date("PayloadExpirationDate", day_of(policy.expiration_date));
        plist.string("PayloadIdentifier", {identity.base(), ".", identity.hash()});
        plist.string("PayloadOrganization", policy.organization.empty() ? provider : policy.organization);
        plist.word("PayloadType", "Configuration");
        plist.uuid("PayloadUUID", identity.profile());
        plist.integer("PayloadVersion", 1);
        plist.date("RemovalDate", day_of(policy.removal_date));
    });
    return out.take();
}

/// Why a payload is missing.
std::string_view obstacle(const Account& account, Payload payload) {
    switch (payload) {
    case Payload::caldav:
    case Payload::carddav:
    case Payload::ldap: {
        const ServiceType type = payload == Payload::caldav    ? ServiceType::caldav
                                 : payload == Payload::carddav ? ServiceType::carddav
                                                               : ServiceType::ldap;
        return account.offered(type) == nullptr ? "there is no such service"
                                                : "Apple has no word for any of its authentications";
    }
    case Payload::activesync:
        return account.policies().outlook.activesync_url
                   ? "`outlook.activesync_url` has a port, for which a profile has no place"
                   : "`outlook.activesync_url` is not set";
    case Payload::mail:
        break;
    }
    const bool has_incoming =
        account.offered(ServiceType::imap) != nullptr || account.offered(ServiceType::pop3) != nullptr;
    return has_incoming && account.offered(ServiceType::submission) != nullptr
               ? "Apple has no word for any authentication of a server, so there is no profile"
               : "it needs an incoming and an outgoing server, so there is no profile";
}

} // namespace

std::optional<std::string> mobileconfig_profile(const Account& account, std::string_view person,
                                                Payloads only) {
    const Payloads wanted = only.empty() ? account.policies().mobileconfig.payloads : only;
    const Sources sources(account, wanted);
    if (sources.told.empty() || (wanted.has(Payload::mail) && !sources.told.has(Payload::mail))) {
        return std::nullopt;
    }
    Identity identity(account.policies().mobileconfig, account.subject, only);
    return write_profile(account, sources, identity, person);
}

std::vector<std::string> mobileconfig_omissions(const Account& account) {
    const Payloads wanted = account.policies().mobileconfig.payloads;
    const Sources sources(account, wanted);
    std::vector<std::string> found;
    if (account.services().empty() && wanted == Payload::mail) {
        return found; // who offers nothing at all has been told so
    }
    for (const auto& [name, payload] : payload_names) {
        if (wanted.has(payload) && !sources.told.has(payload)) {
            found.emplace_back(name).append(": ").append(obstacle(account, payload));
        }
    }
    return found;
}

} // namespace autodiscover
