// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about the logins of `users` and `aliases`.

namespace autodiscover {

struct LoginsPolicy {
    bool disclose = false; // send the logins of `users` and `aliases` to anyone who asks with the address

    friend bool operator==(const LoginsPolicy&, const LoginsPolicy&) = default;
};

} // namespace autodiscover
