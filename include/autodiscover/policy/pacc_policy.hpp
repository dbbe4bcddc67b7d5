// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about PACC; experimental (draft-ietf-mailmaint-pacc).

namespace autodiscover {

struct PaccPolicy {
    bool enabled = false;

    friend bool operator==(const PaccPolicy&, const PaccPolicy&) = default;
};

} // namespace autodiscover
