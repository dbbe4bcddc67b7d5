// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/lookup.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

constexpr std::array<std::string_view, 3> service_labels = {"autoconfig.", "autodiscover.",
                                                            "ua-auto-config."};

std::string_view without_port(std::string_view host) noexcept {
    // A dot behind the port was seen too ("host:443."): whatever follows the colon is no part of the name.
    return host.substr(0, host.rfind(':'));
}

/// The name itself when nothing would be left of it: a machine may be called "autoconfig".
std::string_view without_service_label(std::string_view host) noexcept {
    for (const std::string_view label : service_labels) {
        if (host.size() > label.size() && starts_with_ignoring_case(host, label)) {
            return host.substr(label.size());
        }
    }
    return host;
}

/// No host name ends with a number, an IPv4 address does (RFC 1123 section 2.1).
bool ends_with_number(std::string_view name) noexcept {
    const std::string_view label = name.substr(name.rfind('.') + 1);
    return std::all_of(label.begin(), label.end(), is_digit);
}

} // namespace

std::optional<Domain> domain_of_host(std::string_view host) {
    const Result<Domain> domain = Domain::parse(without_service_label(without_port(host)));
    if (!domain || ends_with_number(domain->view())) {
        return std::nullopt;
    }
    return *domain;
}

} // namespace autodiscover
