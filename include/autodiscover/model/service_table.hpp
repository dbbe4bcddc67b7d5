// SPDX-License-Identifier: MIT
#pragma once
/// The services that a configuration can name, and what follows from each name. One row a key.

#include "autodiscover/model/service.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace autodiscover {

struct ServiceRow {
    std::string_view key; // of the section `services`
    ServiceType type;
    std::uint16_t port;
    Transport transport;
    std::string_view srv_label;  // of the SRV records of this type and transport; empty: none
    bool reached_by_url = false; // the URL says host and port
};

/// A service that is reached by an https URL.
constexpr ServiceRow url_service(std::string_view key, ServiceType type,
                                 std::string_view srv_label) noexcept {
    return {key, type, 443, Transport::implicit_tls, srv_label, true};
}

/// RFC 8314 section 3, RFC 6186 section 3, and what the rows cite.
inline constexpr auto service_table = std::to_array<ServiceRow>({
    {"imaps", ServiceType::imap, 993, Transport::implicit_tls, "_imaps"},
    {"imap", ServiceType::imap, 143, Transport::starttls, "_imap"},
    {"pop3s", ServiceType::pop3, 995, Transport::implicit_tls, "_pop3s"},
    {"pop3", ServiceType::pop3, 110, Transport::starttls, "_pop3"},
    {"submissions", ServiceType::submission, 465, Transport::implicit_tls, "_submissions"},
    {"submission", ServiceType::submission, 587, Transport::starttls, "_submission"},
    {"smtp", ServiceType::submission, 25, Transport::starttls, ""},           // the port between mail servers
    {"sieve", ServiceType::managesieve, 4190, Transport::starttls, "_sieve"}, // RFC 5804 section 1.8
    url_service("jmap", ServiceType::jmap, "_jmap"),                          // RFC 8620 section 2.2
    url_service("caldav", ServiceType::caldav, "_caldavs"),                   // RFC 6764 section 3
    url_service("carddav", ServiceType::carddav, "_carddavs"),
    url_service("webdav", ServiceType::webdav, ""),
    {"ldaps", ServiceType::ldap, 636, Transport::implicit_tls, ""},
});

/// Null when no service has this key.
constexpr const ServiceRow* find_service(std::string_view key) noexcept {
    for (const ServiceRow& row : service_table) {
        if (row.key == key) {
            return &row;
        }
    }
    return nullptr;
}

} // namespace autodiscover
