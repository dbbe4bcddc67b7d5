// SPDX-License-Identifier: MIT
#pragma once
/// What an import found, in the words of our configuration, and how it is written down.
/// Thread safety: values and pure functions.

#include "foreign_value.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// Sentences for the administrator that become comments: what was not carried over and why.
using Notes = std::vector<std::string>;

/// A service as the section `services` wants it. Everything is valid or was not set.
struct ImportedService {
    std::string key;  // "imaps"
    std::string host; // empty for what is reached by a URL
    std::string url{};
    std::optional<std::uint16_t> port; // nothing: the service's own
    std::string transport;             // "tls", "starttls", "plaintext"
    std::string username = "%EMAILADDRESS%";
    std::vector<std::string> authentication = {"password-cleartext"};
    Notes notes;
};

struct ImportedDomain {
    std::string name;
    std::string provider_name; // empty: as the defaults
    std::string short_name;
    std::optional<std::vector<ImportedService>> services; // nothing: the defaults
    Notes notes;
};

struct Imported {
    Notes notes;
    std::string name, short_name, domain, url;  // of the provider; empty: not set
    std::string help_url, help_text, help_lang; // its documentation
    std::vector<ImportedService> services;
    std::vector<ImportedDomain> domains;
    bool autoconfig = true, outlook = true, mobileconfig = true;
    std::optional<long> outlook_ttl; // hours
    std::string profile_description;
};

/// What follows from a service's name (RFC 8314 section 3).
struct ServiceDefault {
    std::string_view key;
    std::uint16_t port;
    std::string_view transport;
};
const ServiceDefault& service_default(std::string_view key);

/// Neither returns anything when the file is not what it should be; the error is in `source`.
std::optional<Imported> import_predecessor(const Source& source, ForeignValue& root);
std::optional<Imported> import_automx2(const Source& source, ForeignValue& root);

/// The configuration file.
std::string to_yaml(const Imported& imported);

} // namespace autodiscover
