// SPDX-License-Identifier: MIT
#pragma once
/// Which addresses have a login that does not follow from the address. Made for many of them: a look-up
/// neither allocates nor depends on their number, and costs nothing when there are none. Thread safety: const
/// use from several threads is safe.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/model/directory.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace autodiscover {

/// An address as it is compared: ASCII letters of the local part in lower case, though RFC 5321 section 2.4
/// leaves them to the host. No host is known that gives "Info" and "info" to two people, and people type
/// both.
using LoginKey = InlineString<Mailbox::longest_local_part + 1 + Domain::Text::capacity>;
LoginKey login_key(const Mailbox& mailbox) noexcept;

class Logins {
  public:
    /// Precondition: neither was added before.
    void add(const Mailbox& mailbox, Login login);
    void add(const Domain& domain, Login login);

    /// The login of one mailbox; nothing: there is none.
    [[nodiscard]] Shared<Login> find_mailbox(const Mailbox& mailbox) const noexcept;
    /// The login of all mailboxes in a domain, likewise.
    [[nodiscard]] Shared<Login> find_domain(std::string_view domain) const noexcept;
    /// Calls `visit(std::string_view domain)` for every domain with a login for all of it, in any order.
    template <typename Visit>
    void for_each_domain(Visit visit) const {
        for (const auto& [domain, login] : domains_) {
            visit(std::string_view(domain));
        }
    }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Table = std::unordered_map<std::string, Shared<Login>, Hash, std::equal_to<>>;

    Table mailboxes_; // by login_key()
    Table domains_;
};

} // namespace autodiscover
