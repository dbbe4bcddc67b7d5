// SPDX-License-Identifier: MIT
#pragma once
/// What all domains are told, and what one domain is told instead. Thread safety: pure but for the report
/// behind the section.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/config/sections/service_reader.hpp"

#include <optional>
#include <string_view>

namespace autodiscover {

/// A configuration that a domain's can be laid over.
struct DomainDraft {
    DomainConfig config;
    ServiceDrafts services;
    std::optional<SourceLocation> redirect; // where `redirect_address` stands
};

/// The sections `provider` and `services` and those of the formats at the top level.
DomainDraft read_defaults(const Section& top);

/// A domain's own section laid over the defaults; parts without a key of their own are shared. `domain` is
/// the name or pattern. The draft's `redirect` is set only when the section has one.
DomainDraft read_domain(const Section& own, std::string_view domain, const DomainDraft& defaults);

} // namespace autodiscover
