// SPDX-License-Identifier: MIT
#pragma once
/// What the operator decided about the greeting of a test.

namespace autodiscover {

struct HelloPolicy {
    bool enabled = false;
};

} // namespace autodiscover
