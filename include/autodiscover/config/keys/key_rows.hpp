// SPDX-License-Identifier: MIT
#pragma once
/// The rows of the key table, a file for each group of sections.

#include "autodiscover/config/keys/key_table.hpp"

#include <span>

namespace autodiscover {

std::span<const KeySection> provider_keys() noexcept; // and the sections below it
std::span<const KeySection> service_keys() noexcept;
std::span<const KeySection> domain_keys() noexcept;
std::span<const KeySection> format_keys() noexcept; // a section for each policy
std::span<const KeySection> server_keys() noexcept;

/// The same key in another location, where it has the value that it has at `from`.
constexpr Key inherited(Key key, std::string_view from, std::string_view help) noexcept {
    key.value = {};
    key.otherwise = from;
    key.help = help;
    return key;
}

} // namespace autodiscover
