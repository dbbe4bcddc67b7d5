// SPDX-License-Identifier: MIT
#pragma once
/// The table of paths, made of the routes of all protocols. Thread safety: constant after start-up.

#include "autodiscover/protocols/protocol.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

struct FoundRoute {
    const Protocol* protocol = nullptr; // null: no such path
    const Route* route = nullptr;
};

/// The route of a decoded path.
FoundRoute find_route(std::string_view path) noexcept;

/// Whether a route takes a method: HEAD comes with GET, OPTIONS always.
bool allows(const Route& route, Method method) noexcept;

/// Value of the Allow header (RFC 9110 section 10.2.1), a constant.
std::string_view allow_header(const Route& route) noexcept;

} // namespace autodiscover
