// SPDX-License-Identifier: MIT
#pragma once
/// One way to reach a mail server, in the field's vocabulary. Thread safety: values.

#include "autodiscover/base/shared.hpp"
#include "autodiscover/model/placeholders.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace autodiscover {

enum class ServiceType : std::uint8_t {
    imap,
    pop3,
    submission,
    managesieve, // RFC 5804
    jmap,        // RFC 8620; this and the following are reached by URL
    caldav,      // RFC 4791
    carddav,     // RFC 6352
    webdav,      // RFC 4918
    ldap,        // RFC 4511, an address book that is searched
};

/// Best first (RFC 8314 section 3: implicit TLS is preferred to STARTTLS).
enum class Transport : std::uint8_t { implicit_tls, starttls, plaintext };

/// What a server accepts as proof of who logs in; the words of [autoconfig-06] authentication.
enum class Authentication : std::uint8_t {
    password_cleartext, // PLAIN, LOGIN or the protocol's own, inside TLS
    password_encrypted, // CRAM-MD5 and its like
    ntlm,
    gssapi,
    oauth2,
    tls_client_cert,
    none,
};

/// Where in a directory people are looked for (RFC 4511 section 4.5.1).
struct DirectorySearch {
    enum class Scope { subtree, one_level, base };

    std::string base; // a distinguished name
    Scope scope = Scope::subtree;
    std::string description; // for people; empty: none
};

/// Some of them, each at most once, without an allocation: every service of every domain has one.
class AuthenticationList {
  public:
    AuthenticationList() = default;
    AuthenticationList(std::initializer_list<Authentication> list)
        : AuthenticationList(list.begin(), list.end()) {}
    AuthenticationList(const std::vector<Authentication>& list)
        : AuthenticationList(list.data(), list.data() + list.size()) {}

    [[nodiscard]] const Authentication* begin() const noexcept { return items_.data(); }
    [[nodiscard]] const Authentication* end() const noexcept { return items_.data() + size_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    friend bool operator==(const AuthenticationList&, const AuthenticationList&) = default;
    [[nodiscard]] bool has(Authentication one) const noexcept {
        return std::find(begin(), end(), one) != end();
    }

  private:
    AuthenticationList(const Authentication* first, const Authentication* last) {
        for (; first != last; ++first) {
            if (!has(*first)) {
                items_[size_++] = *first;
            }
        }
    }
    std::array<Authentication, 7> items_{}; // as many as there are words
    std::uint8_t size_ = 0;
};

struct Service {
    ServiceType type = ServiceType::imap;
    Transport transport = Transport::implicit_tls;
    std::uint16_t port = 0;            // 1 to 65535
    Template host;                     // A-labels; may hold %EMAILDOMAIN%
    Template username;                 // what the user logs in with
    AuthenticationList authentication; // preferred first, never empty
    // https, may hold %EMAILDOMAIN%; empty unless the type is reached by URL. Host and port are the URL's
    // then.
    Template url{};
    Shared<std::vector<DirectorySearch>> searches{}; // of LDAP, at least one; of the others none
};

/// The one of a list that a client is told. One value, because clients disagree on a list: KMail takes the
/// first that is not cleartext, Evolution the last, Thunderbird the first it can use. A password wherever one
/// is accepted, since Thunderbird for Android and iOS refuse a whole document for any other word; OAuth2
/// works only in clients that have the server built in, so it is told only when there is nothing else.
/// Precondition: the list is not empty.
Authentication told_authentication(const AuthenticationList& list) noexcept;
/// "password-cleartext" or "password-encrypted".
bool is_password(Authentication authentication) noexcept;

/// The one service of a type that a client is told: the most secure, the first configured among equals.
/// Every format asks this function, so that no two can disagree. Null when the type is not offered.
const Service* choose(std::span<const Service> services, ServiceType type) noexcept;

/// All services of a type, the most secure first, in the order of the configuration among equals: the first
/// is choose()'s.
std::vector<const Service*> ranked(std::span<const Service> services, ServiceType type);

} // namespace autodiscover
