// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about each format. A domain may have its own. The
/// key table of config/ has the defaults: a policy that nobody filled in is empty. Thread safety: values.

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

    friend bool operator==(const Policies&, const Policies&) = default;
};

} // namespace autodiscover
