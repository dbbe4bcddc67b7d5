// SPDX-License-Identifier: MIT
#pragma once
/// The documents that an Autodiscover client is given; part of the outlook protocol.
/// Thread safety: pure functions.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/protocols/outlook_request.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace autodiscover {

/// One account with the services that it is offered ([MS-OXDSCLI] Response). Without a mailbox the login
/// names are left out.
Response outlook_settings(const Account& account);

/// "Ask for this address instead" ([MS-OXDSCLI] Action, redirectAddr). Precondition: a mailbox.
Response outlook_redirect(const Account& account, const Mailbox& target);

/// "Ask at this URL instead" ([MS-OXDSCLI] Action, redirectUrl).
Response outlook_redirect(const Account& account, std::string_view url);

/// Where ActiveSync is ([MS-ASCMD] Settings, Server). Precondition: a mailbox, an activesync_url in the
/// policy.
Response mobilesync_settings(const Account& account);

/// As outlook_redirect, in the other schema ([MS-ASCMD] Redirect). Precondition: a mailbox.
Response mobilesync_redirect(const Account& account, const Mailbox& target);

/// A definite "no", which is an HTTP success: a client that gets a 4xx goes on guessing elsewhere.
/// `time_of_day` is UTC, `instance_id` the same on every node.
Response outlook_error(OutlookError error, std::chrono::microseconds time_of_day, std::uint32_t instance_id);

} // namespace autodiscover
