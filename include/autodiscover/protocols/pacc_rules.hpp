// SPDX-License-Identifier: MIT
#pragma once
/// What PACC ([pacc], draft-ietf-mailmaint-pacc) has words for, and what an account has to tell in them. The
/// document is one for all mailboxes of a domain: everything here wants the account of a domain, that is, one
/// without a mailbox. Thread safety: pure functions; a PaccOffer points into the directory of its account.

#include "autodiscover/model/directory.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

/// How the format calls a service. There is no port in it: mail means implicit TLS at the one port that IANA
/// has for it, and a service that is reached by URL port 443.
struct PaccWord {
    ServiceType type;
    std::string_view name; // in the configuration
    std::string_view key;  // [pacc-03] protocols
    std::uint16_t port;    // 0: reached by URL
};

inline constexpr std::array pacc_words = {
    PaccWord{ServiceType::imap, "imap", "imap", 993},
    PaccWord{ServiceType::pop3, "pop3", "pop3", 995},
    PaccWord{ServiceType::submission, "submission", "submit", 465},
    PaccWord{ServiceType::jmap, "jmap", "jmap", 0},
    PaccWord{ServiceType::caldav, "caldav", "caldav", 0},
    PaccWord{ServiceType::carddav, "carddav", "carddav", 0},
    PaccWord{ServiceType::webdav, "webdav", "webdav", 0},
};

struct PaccOffer {
    explicit PaccOffer(const Account& account);

    /// The service that is told for each word; null: not offered, or not in PACC's way.
    std::array<const Service*, pacc_words.size()> told{};
    // [pacc-03] authentication is said once for all protocols: what every one of them accepts.
    bool password = false;
    bool oauth2 = false;
};

/// Why a domain can have no PACC document, whether its policy wants one or not; empty: it can. Each is a
/// clause without a full stop: "the login name of imap is %EMAILLOCALPART%, PACC knows only the full
/// address".
std::vector<std::string> pacc_obstacles(const Account& account);
std::vector<std::string> pacc_obstacles(const Account& account, const PaccOffer& offer);

/// What the document does not tell although it is configured, because PACC has no words for it. Clauses as
/// above.
std::vector<std::string> pacc_omissions(const Account& account);

} // namespace autodiscover
