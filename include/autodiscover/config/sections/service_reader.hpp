// SPDX-License-Identifier: MIT
#pragma once
/// The section `services`, once for all domains and once more for a domain that differs. Thread safety: pure
/// but for the report behind the section.

#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/model/service_table.hpp"

#include <string_view>
#include <vector>

namespace autodiscover {

/// A service on its way from the file; a domain's is laid over the default one key by key.
struct ServiceDraft {
    const ServiceRow* row;
    Service service;              // defaults and all
    bool allow_plaintext = false; // `transport: plaintext` is meant
    bool is_broken = false;       // an error was reported, what is missing is not missed
};

/// In the order of the file: the first is preferred among equals.
using ServiceDrafts = std::vector<ServiceDraft>;

/// `base` with what `services` says laid over it.
ServiceDrafts read_services(const Section& services, const ServiceDrafts& base);

/// All but the broken ones.
std::vector<Service> complete(const ServiceDrafts& drafts);

/// The word of a configuration file for an authentication.
std::string_view word_for(Authentication authentication) noexcept;

/// Warns about what is legal but will hurt one service's users. `section` is the service's own, `draft` the
/// result of merging; only what is written in the section is judged, so that nothing is said twice.
void warn_about_service(const Section& section, const ServiceDraft& draft, bool is_new);
/// Warns about services that accept OAuth2. Precondition: the provider says nothing about tokens.
void warn_about_oauth2(const Section& services, const ServiceDrafts& drafts);
/// Warns about what is legal but will hurt a whole set, unless `base` has the same flaw.
void warn_about_services(const Section& services, const ServiceDrafts& drafts, const ServiceDrafts* base);

} // namespace autodiscover
