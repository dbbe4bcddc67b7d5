// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about each format. A domain may have its own. Thread safety: values.

#include "autodiscover/policy/autoconfig_policy.hpp"
#include "autodiscover/policy/logins_policy.hpp"
#include "autodiscover/policy/mobileconfig_policy.hpp"
#include "autodiscover/policy/outlook_policy.hpp"
#include "autodiscover/policy/pacc_policy.hpp"
#include "autodiscover/policy/web_policy.hpp"

namespace autodiscover {

struct Policies {
#define POLICY(section, Type) Type section{};
#include "autodiscover/policy/policies.def"
#undef POLICY
};

} // namespace autodiscover
