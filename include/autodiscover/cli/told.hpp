// SPDX-License-Identifier: MIT
#pragma once
/// What each kind of client is told, read back from the documents themselves: an administrator must see what
/// the formats say, not what they should say. Thread safety: pure functions.

#include "autodiscover/model/directory.hpp"

#include <string>
#include <vector>

namespace autodiscover {

/// One server, in the field's words whatever the format calls them. Empty: the document does not say.
struct ToldServer {
    std::string direction{}; // "incoming", "outgoing", "other"
    std::string service{};   // "imap", "pop3", "submission", "caldav", ...
    std::string host{};
    std::string port{};
    std::string url{};      // instead of host and port
    std::string security{}; // "TLS", "STARTTLS", "none"; Apple's format does not tell the first two apart
    std::string login{};
};

/// The answer in one format.
struct Told {
    std::string format{};  // as `show` takes it
    std::string clients{}; // who reads it
    std::string refusal{}; // "404 No autoconfig document for this domain"; empty: there is an answer
    std::string reason{};  // for the refusal, where the configuration gives one
    std::string pointer{}; // "ask elsewhere": a URL or an address
    std::vector<ToldServer> servers{};
};

/// All formats that programs read, then DNS. Throws std::invalid_argument when a document is malformed.
std::vector<Told> told_to_clients(const Account& account, const Installation& installation);

/// Reads the documents of one format each; part of the above.
void read_told_autoconfig(const std::string& document, Told& told);
void read_told_outlook(const std::string& document, Told& told);
void read_told_pointer(const std::string& document, Told& told);
void read_told_profile(const std::string& document, Told& told);
void read_told_pacc(const std::string& document, Told& told);
void read_told_zone(const std::string& document, Told& told);

} // namespace autodiscover
