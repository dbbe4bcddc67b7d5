// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_identity.hpp"

#include "autodiscover/base/text.hpp"

#include <cstring>

namespace autodiscover::mobileconfig {

Identity::Identity(const Policy::Mobileconfig& policy, const Subject& subject, Payloads only)
    : name_space_(policy.name_space), base_(policy.identifier) {
    if (subject.mailbox != nullptr) { // case matters to a mail server, not to whose account it is
        for (const char c : subject.mailbox->local_part()) {
            text_[end_++] = to_lower(c);
        }
    }
    text_[end_++] = '@';
    std::memcpy(text_.data() + end_, subject.domain.data(), subject.domain.size());
    end_ += subject.domain.size();
    if (!only.empty() && !only.has(Payload::mail)) {
        for (const auto& [name, payload] : payload_names) {
            if (only.has(payload)) {
                begin_ -= name.size() + 1;
                std::memcpy(text_.data() + begin_, name.data(), name.size());
                text_[begin_ + name.size()] = '\n';
            }
        }
    }
    profile_ = uuid_of("profile\n");
    hash_ = to_hex(profile_);
}

Uuid Identity::uuid_of(std::string_view kind) {
    const std::size_t at = begin_ - kind.size();
    std::memcpy(text_.data() + at, kind.data(), kind.size());
    return uuid_v5(name_space_, {text_.data() + at, end_ - at});
}

} // namespace autodiscover::mobileconfig
