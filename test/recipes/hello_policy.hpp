// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about the greeting of a test.

namespace autodiscover {

struct HelloPolicy {
    bool enabled = false;

    friend bool operator==(const HelloPolicy&, const HelloPolicy&) = default;
};

} // namespace autodiscover
