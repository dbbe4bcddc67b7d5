// SPDX-License-Identifier: MIT
#pragma once
/// Signing of configuration profiles; part of the mobileconfig protocol. Thread safety: a pure function, but
/// that a signature by an elliptic curve has a random number in it.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/mobileconfig_policy.hpp"

namespace autodiscover {

/// A profile signed as the policy wants; any other answer, and all of them without a signer, as they are.
/// Where it cannot be signed when the request arrives: the unsigned profile or 503, as the policy says, and a
/// remark for the log. A HEAD is answered without a signature, and so without a length: a signature costs a
/// hundred times the rest.
Response signed_profile(Response response, const MobileconfigPolicy& policy, const Request& request);

} // namespace autodiscover
