// SPDX-License-Identifier: MIT
#pragma once
/// Name-based UUIDs: the same name gives the same UUID on every machine and for ever, so that a configuration
/// profile that is fetched again replaces the old one. Thread safety: pure functions.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/base/output.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace autodiscover {

/// A universally unique identifier in network byte order (RFC 9562 section 4).
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    friend bool operator==(const Uuid&, const Uuid&) = default;
};

/// The namespaces for names that are host names and URLs (RFC 9562 section 6.6).
extern const Uuid uuid_namespace_dns;
extern const Uuid uuid_namespace_url;

/// Version 5 (SHA-1) UUID in `name_space` of a name, which is the pieces joined (RFC 9562 section 5.5).
Uuid uuid_v5(const Uuid& name_space, std::initializer_list<std::string_view> name) noexcept;
inline Uuid uuid_v5(const Uuid& name_space, std::string_view name) noexcept {
    return uuid_v5(name_space, {name});
}

/// Upper-case hexadecimal with hyphens, as Apple writes it: 36 characters.
void put_uuid(Output& out, const Uuid& uuid);
/// Lower-case hexadecimal without hyphens.
InlineString<32> to_hex(const Uuid& uuid) noexcept;

} // namespace autodiscover
