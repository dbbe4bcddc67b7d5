// SPDX-License-Identifier: MIT
#pragma once
/// What an Apple configuration profile can hold. Thread safety: values and constants.

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace autodiscover {

enum class Payload : std::uint8_t { mail = 1, caldav = 2, carddav = 4, ldap = 8, activesync = 16 };

/// A set of them.
class Payloads {
  public:
    constexpr Payloads() = default;
    constexpr Payloads(Payload one) : bits_(static_cast<std::uint8_t>(one)) {} // implicit: a set of one

    [[nodiscard]] constexpr bool has(Payload one) const noexcept {
        return (bits_ & static_cast<std::uint8_t>(one)) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    constexpr void add(Payloads more) noexcept { bits_ = static_cast<std::uint8_t>(bits_ | more.bits_); }

    friend constexpr Payloads operator|(Payloads a, Payloads b) noexcept {
        a.add(b);
        return a;
    }
    friend constexpr bool operator==(Payloads, Payloads) = default;

  private:
    std::uint8_t bits_ = 0;
};

/// In the order in which a profile holds them. The words are part of identifiers: they must never change.
inline constexpr auto payload_names = std::to_array<std::pair<std::string_view, Payload>>({
    {"mail", Payload::mail},
    {"caldav", Payload::caldav},
    {"carddav", Payload::carddav},
    {"ldap", Payload::ldap},
    {"activesync", Payload::activesync},
});

/// The words of a configuration and of a request.
inline constexpr auto payload_words = std::to_array<std::pair<std::string_view, Payloads>>({
    {"mail", Payload::mail},
    {"caldav", Payload::caldav},
    {"carddav", Payload::carddav},
    {"dav", Payloads(Payload::caldav) | Payload::carddav},
    {"ldap", Payload::ldap},
    {"activesync", Payload::activesync},
});

} // namespace autodiscover
