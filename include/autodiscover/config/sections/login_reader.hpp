// SPDX-License-Identifier: MIT
#pragma once
/// The sections `users` and `aliases`, of all files of one load. Thread safety: none; one belongs to one
/// load.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/config/logins.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace autodiscover {

class LoginReader {
  public:
    /// Reads both sections of a file. `top` is the file as a whole.
    void read(const Section& top);
    /// Follows the aliases and judges every entry by the domains that are served. To be called once, at the
    /// end.
    Logins finish(const DomainTable& domains);

  private:
    struct Entry {
        std::string written;               // the key as in the file
        std::variant<Mailbox, Domain> who; // a domain: all of its mailboxes
        Source source;
        SourceLocation key_location;
        SourceLocation location;            // of the value
        std::optional<Template> username{}; // of a user
        std::optional<Mailbox> target{};    // of an alias; neither: an error was reported
    };

    void read_user(const Source& source, const Section& users, const YamlEntry& entry);
    void read_alias(const Source& source, const Section& aliases, const YamlEntry& entry);
    void remember(Entry entry);
    [[nodiscard]] const Entry* find(std::string_view key) const;
    [[nodiscard]] const Entry* find(const Mailbox& mailbox) const;
    [[nodiscard]] const Mailbox* follow(const Entry& alias) const;
    [[nodiscard]] std::optional<Login> login_of(const Entry& entry, const DomainTable& domains) const;
    static bool is_secret(const Entry& entry, const Login& login, const DomainTable& domains);
    void judge(const Entry& entry, const Login& login, const DomainTable& domains);

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::size_t> by_key_; // "user@example.com", "*@example.com"
    bool has_warned_ = false;                             // that autoconfig tells nobody
    bool has_secrets_ = false;                            // of which a warning says so
};

} // namespace autodiscover
