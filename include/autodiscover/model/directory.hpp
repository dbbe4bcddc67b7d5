// SPDX-License-Identifier: MIT
#pragma once
/// What a client may be told, and where to look it up. Thread safety: a Directory never changes after it is
/// built; any number of threads may ask it. An Account points into its Directory and its Subject and outlives
/// neither.

#include "autodiscover/model/provider.hpp"
#include "autodiscover/model/service.hpp"
#include "autodiscover/model/subject.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover {

struct Policies; // policy/policies.hpp

/// A login that the operator configured for an address, or for all addresses of a domain.
struct Login {
    std::optional<Template> username; // instead of the services' own
    std::optional<Mailbox> alias_of;  // log in as this mailbox does, at its servers
};

/// Everything that a view needs to know about one mailbox or one domain.
struct Account {
    Subject subject;
    const Provider& provider;
    const Policies& policies;
    std::span<const Service> services; // in the order of the configuration; ask offered() for the one to tell
    const Login* login = nullptr; // a login that is not derived from the address; null: the services' rule

    /// The one service of a type that a client is told, or null.
    [[nodiscard]] const Service* offered(ServiceType type) const noexcept { return choose(services, type); }
    /// Host name of a service, in A-labels, placeholders filled in.
    [[nodiscard]] FilledText host(const Service& service) const;
    /// URL of a service that is reached by one, likewise.
    [[nodiscard]] FilledText url(const Service& service) const;
    /// The subject that the servers know: the mailbox behind an alias.
    [[nodiscard]] Subject owner() const noexcept;
    /// What the login name is made of, placeholders left in, for clients that fill them in themselves.
    [[nodiscard]] const Template& username_template(const Service& service) const noexcept;
    /// The login name is that of this very mailbox and cannot be derived from its address.
    [[nodiscard]] bool has_own_login() const noexcept;
    /// Login name for a service. Precondition: subject.mailbox is not null.
    [[nodiscard]] FilledText username(const Service& service) const;
};

/// The domains that we answer for. Whether a mailbox exists is nobody's business here: find() goes by domain.
struct Directory {
    explicit Directory(Provider operator_) : provider(std::move(operator_)) {}
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    virtual ~Directory() = default;

    /// Nothing when the domain is not served.
    [[nodiscard]] virtual std::optional<Account> find(const Subject& subject) const = 0;

    Provider provider;             // the operator, for answers that concern no account
    std::uint32_t instance_id = 0; // the same on every node of one installation: Outlook's error Id
    std::string revision; // changes when any answer could: the ETag of all cacheable answers, without quotes
};

} // namespace autodiscover
