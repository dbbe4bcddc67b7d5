// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

constexpr std::array protocols = {
#define PROTOCOL(name) &name##_protocol,
#include "autodiscover/protocols/protocols.def"
#undef PROTOCOL
};

} // namespace

std::span<const Protocol* const> all_protocols() noexcept {
    return protocols;
}

} // namespace autodiscover
