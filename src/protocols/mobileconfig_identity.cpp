// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_identity.hpp"

#include "autodiscover/base/text.hpp"

namespace autodiscover::mobileconfig {

Identity::Identity(const MobileconfigPolicy& policy, const Subject& subject, Payloads only)
    : name_space_(policy.name_space), base_(policy.identifier) {
    if (!only.empty() && !only.has(Payload::mail)) {
        for (std::size_t i = payload_names.size(); i-- > 0;) { // this order must never change
            if (only.has(payload_names[i].second)) {
                text_.append(payload_names[i].first);
                text_.append('\n');
            }
        }
    }
    if (subject.mailbox != nullptr) { // case matters to a mail server, not to whose account it is
        for (const char c : subject.mailbox->local_part()) {
            text_.append(to_lower(c));
        }
    }
    text_.append('@');
    text_.append(subject.domain);
    profile_ = uuid_of("profile\n");
    hash_ = to_hex(profile_);
}

Uuid Identity::uuid_of(std::string_view kind) const noexcept {
    return uuid_v5(name_space_, {kind, text_.view()});
}

} // namespace autodiscover::mobileconfig
