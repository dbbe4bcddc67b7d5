// SPDX-License-Identifier: MIT
#include "autodiscover/config/logins.hpp"

#include "autodiscover/base/text.hpp"

#include <utility>

namespace autodiscover {

LoginKey login_key(const Mailbox& mailbox) noexcept {
    LoginKey key; // fits: the mailbox is no longer
    for (const char c : mailbox.local_part()) {
        key.append(to_lower(c));
    }
    key.append('@');
    key.append(mailbox.domain());
    return key;
}

void Logins::add(const Mailbox& mailbox, Login login) {
    mailboxes_.try_emplace(std::string(login_key(mailbox).view()), std::move(login));
}

void Logins::add(const Domain& domain, Login login) {
    domains_.try_emplace(std::string(domain.view()), std::move(login));
}

Shared<Login> Logins::find_mailbox(const Mailbox& mailbox) const noexcept {
    if (mailboxes_.empty()) {
        return {};
    }
    const auto found = mailboxes_.find(login_key(mailbox).view());
    return found == mailboxes_.end() ? Shared<Login>() : found->second;
}

Shared<Login> Logins::find_domain(std::string_view domain) const noexcept {
    if (domains_.empty()) {
        return {};
    }
    const auto found = domains_.find(domain);
    return found == domains_.end() ? Shared<Login>() : found->second;
}

} // namespace autodiscover
