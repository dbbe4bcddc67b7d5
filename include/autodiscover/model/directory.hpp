// SPDX-License-Identifier: MIT
#pragma once
/// Which services a client may be told, and where they are looked up. Thread safety: a Directory may be asked
/// by any number of threads at once; all else is a value.

#include "autodiscover/base/shared.hpp"
#include "autodiscover/model/provider.hpp"
#include "autodiscover/model/service.hpp"
#include "autodiscover/model/subject.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace autodiscover {

struct Policies; // policy/policies.hpp

using Services = std::vector<Service>; // in the order of the configuration

/// What clients of one domain get. Parts that equal the defaults are shared, so that a million plain domains
/// cost their names.
struct DomainConfig {
    std::shared_ptr<const Provider> provider;
    std::shared_ptr<const Policies> policies;
    std::shared_ptr<const Services> services;

    /// The same parts, not only equal ones.
    friend bool operator==(const DomainConfig&, const DomainConfig&) = default;
};

/// A login that the operator configured for an address, or for all addresses of a domain.
struct Login {
    std::optional<Template> username; // instead of the services' own
    std::optional<Mailbox> alias_of;  // log in as this mailbox does, at its servers
};

/// What an Account says in place of the services' own rule.
struct AccountLogin {
    Shared<Login> login{};                      // nothing: there is none
    std::shared_ptr<const Services> services{}; // those of the mailbox behind an alias; null: the domain's
};

/// Everything that a view needs to know about one mailbox or one domain. It owns what it shows, but its
/// subject; a copy is cheap.
struct Account {
    Subject subject;
    DomainConfig config;             // of its domain
    AccountLogin login_of_domain{};  // of all mailboxes in its domain
    AccountLogin login_of_mailbox{}; // of this very mailbox
    Shared<std::string>
        revision{}; // changes with this data: the ETag, without quotes; nothing: not cacheable

    [[nodiscard]] const Provider& provider() const noexcept { return *config.provider; }
    [[nodiscard]] const Policies& policies() const noexcept { return *config.policies; }
    /// Ask offered() for the one of a type to advertise.
    [[nodiscard]] const Services& services() const noexcept;
    /// The login in force, or null: the services' rule.
    [[nodiscard]] const Login* login() const noexcept;
    /// The account of any mailbox in the domain: what is the same for all of them.
    [[nodiscard]] Account anyone() const;

    /// The one service of a type that a client is told, or null.
    [[nodiscard]] const Service* offered(ServiceType type) const noexcept { return choose(services(), type); }
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

  private:
    [[nodiscard]] const AccountLogin& current() const noexcept {
        return login_of_mailbox.login ? login_of_mailbox : login_of_domain;
    }
};

/// `unavailable`: it could not be found out. Never tell a client that this is `unknown`: it would go on
/// guessing, or take the address for wrong.
enum class Lookup : std::uint8_t { found, unknown, unavailable };

/// An Account, or why there is none.
class LookupResult {
  public:
    LookupResult(Account account) : account_(std::move(account)), outcome_(Lookup::found) {} // implicit
    static LookupResult unknown() noexcept { return LookupResult(Lookup::unknown); }
    static LookupResult unavailable() noexcept { return LookupResult(Lookup::unavailable); }

    [[nodiscard]] Lookup outcome() const noexcept { return outcome_; }
    [[nodiscard]] bool is_unavailable() const noexcept { return outcome_ == Lookup::unavailable; }
    /// Whether it was found.
    explicit operator bool() const noexcept { return outcome_ == Lookup::found; }
    /// Precondition: found.
    const Account& operator*() const noexcept { return *account_; }
    const Account* operator->() const noexcept { return &*account_; }

  private:
    explicit LookupResult(Lookup outcome) noexcept : outcome_(outcome) {}

    std::optional<Account> account_;
    Lookup outcome_;
};

/// What concerns no account.
struct Installation {
    std::shared_ptr<const Provider> provider; // the operator
    std::uint32_t instance_id = 0; // the same on every node of one installation: Outlook's error Id
};

/// The domains that we answer for. Lookups are by domain only; answers never reveal whether a mailbox exists.
struct Directory {
    Directory() = default;
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    virtual ~Directory() = default;

    /// Failures are `unavailable`. Not noexcept: should an exception escape all the same, that costs one
    /// answer (500) and not the process.
    [[nodiscard]] virtual LookupResult find(const Subject& subject) const = 0;
    [[nodiscard]] virtual const Installation& installation() const noexcept = 0;
};

} // namespace autodiscover
