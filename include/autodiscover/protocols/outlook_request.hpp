// SPDX-License-Identifier: MIT
#pragma once
/// What an Autodiscover client posts ("plain old XML", POX), read and judged; part of the outlook protocol.
/// Thread safety: pure functions.

#include "autodiscover/model/mailbox.hpp"

#include <string_view>
#include <variant>

namespace autodiscover {

/// The document that a client can read.
enum class OutlookSchema { outlook, mobilesync };

/// Reasons for not answering with settings, as numbered on the wire ([MS-OXDSCLI] ErrorCode).
enum class OutlookError {
    unknown_address = 500,   // the address cannot be found
    no_services = 501,       // known, but without anything to configure
    invalid_request = 600,   // improperly formatted
    not_available = 601,     // no configuration of the requested kind
    bad_configuration = 602, // known, but our configuration is at odds with itself
    unavailable = 603,       // could not be found out; sent with HTTP status 503
};

struct OutlookRequest {
    Mailbox mailbox;
    OutlookSchema schema;
};

/// Reads the body of a POST. Elements are found by local name and may stand in any order: real clients send
/// both orders, some with a namespace of their own.
std::variant<OutlookRequest, OutlookError> parse_outlook_request(std::string_view body);

} // namespace autodiscover
