// SPDX-License-Identifier: MIT
#pragma once
/// The words of [autoconfig-06] for types, transports and authentications; part of the autoconfig protocol.
/// Readers compare them byte by byte. Thread safety: constants and pure functions.

#include "autodiscover/model/service.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace autodiscover::autoconfig {

// In the order of the enumerations.
inline constexpr std::array<std::string_view, 9> type_words = {
    "imap", "pop3", "smtp", "managesieve", "jmap", "caldav", "carddav", "webdav", "ldap"};
inline constexpr std::array<std::string_view, 3> socket_words = {"SSL", "STARTTLS", "plain"};
inline constexpr std::array<std::string_view, 7> authentication_words = {
    "password-cleartext", "password-encrypted", "NTLM", "GSSAPI", "OAuth2", "TLS-client-cert", "none"};

/// [autoconfig-06] type; "pop" for POP3 loses every client but one.
constexpr std::string_view word_for(ServiceType type) noexcept {
    return type_words[static_cast<std::size_t>(type)];
}
/// [autoconfig-06] socketType.
constexpr std::string_view word_for(Transport transport) noexcept {
    return socket_words[static_cast<std::size_t>(transport)];
}
/// [autoconfig-06] authentication; "none" is version 1.1's.
constexpr std::string_view word_for(Authentication authentication) noexcept {
    return authentication_words[static_cast<std::size_t>(authentication)];
}

static_assert(word_for(ServiceType::submission) == "smtp");
static_assert(word_for(ServiceType::ldap) == "ldap"); // not told: no reader knows how to
static_assert(word_for(Transport::plaintext) == "plain");
static_assert(word_for(Authentication::none) == "none");

inline bool accepts_oauth2(const Service& service) noexcept {
    return service.authentication.has(Authentication::oauth2);
}

/// What is written with the attribute system="http" for a service that is reached by URL; empty: the format
/// has no word for how to log in.
inline std::string_view http_word(const Service& service) noexcept {
    for (const Authentication each : service.authentication) {
        if (each == Authentication::password_cleartext) {
            return "Basic";
        }
        if (each == Authentication::password_encrypted) {
            return "Digest";
        }
    }
    return {};
}

} // namespace autodiscover::autoconfig
