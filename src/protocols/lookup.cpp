// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/lookup.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

constexpr std::array<std::string_view, 3> service_labels = {"autoconfig.", "autodiscover.",
                                                            "ua-auto-config."};

std::string_view without_port(std::string_view host) {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos) {
        return host;
    }
    // A dot behind the port was seen too ("host:443."): whatever follows the colon is no part of the name.
    return host.substr(0, colon);
}

} // namespace

std::optional<Domain> domain_of_host(std::string_view host) {
    host = without_port(host);
    for (const std::string_view label : service_labels) {
        if (starts_with_ignoring_case(host, label)) {
            host.remove_prefix(label.size());
            break;
        }
    }
    Result<Domain> domain = Domain::parse(host);
    return domain ? std::optional<Domain>(*domain) : std::nullopt;
}

} // namespace autodiscover
