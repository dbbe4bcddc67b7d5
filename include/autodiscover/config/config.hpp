// SPDX-License-Identifier: MIT
#pragma once
/// What a configuration file says, checked and complete: every default is filled in. Thread safety: a value.

#include "autodiscover/config/logins.hpp"
#include "autodiscover/config/name_table.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/model/socket_address.hpp"
#include "autodiscover/policy/policies.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace autodiscover {

/// Section `server`. The key table has the defaults.
struct ServerSettings {
    SocketAddress listen;
    unsigned socket_mode = 0;
    std::optional<gid_t> socket_group; // none: the group of the process
    unsigned threads = 0;
    std::size_t max_body = 0;             // octets of a request body; more is answered 413
    std::chrono::seconds idle_timeout{};  // a kept connection between two requests
    std::chrono::seconds stall_timeout{}; // a peer that is silent in the middle of one
    bool status = false;                  // answer /status, where the web server says so

    friend bool operator==(const ServerSettings&, const ServerSettings&) = default;
};

enum class Severity { debug, info, notice, warning, error };
enum class LogFormat { text, json };

/// Section `log`, likewise.
struct LogSettings {
    Severity level{};
    bool requests = false; // one line a request
    LogFormat format{};

    friend bool operator==(const LogSettings&, const LogSettings&) = default;
};

/// Which domain is told what.
class DomainTable {
  public:
    explicit DomainTable(DomainConfig defaults) { configs_.push_back(std::move(defaults)); }

    /// Room for so many domains with their own configuration.
    void reserve(std::size_t domains) { configs_.reserve(configs_.size() + domains); }
    /// A domain with the defaults. False: it is there already, and stays as it is.
    bool add(std::string_view domain);
    /// A domain, "*.sub.example" or "*" with its own configuration, which replaces the defaults. False: it
    /// has one already, and keeps it.
    bool add(std::string_view pattern, DomainConfig config);
    /// Takes over a table of domains with the defaults. Precondition: nothing was added yet.
    void adopt(NameTable domains);

    /// By exact name, then by the longest pattern that covers it, then by "*"; null: not served. "*.x" covers
    /// every name below x, not x itself.
    [[nodiscard]] const DomainConfig* find(std::string_view domain) const noexcept;

    /// How many of our domains and patterns `after` does not serve: neither by name nor by a pattern.
    [[nodiscard]] std::size_t count_lost(const DomainTable& after) const noexcept;

    [[nodiscard]] const DomainConfig& defaults() const noexcept { return configs_.front(); }
    /// Domains and patterns.
    [[nodiscard]] std::size_t size() const noexcept { return names_.size() + patterns_.size(); }
    /// Calls `visit(std::string_view name)` for every domain that is named, in the order of the files; the
    /// patterns are not visited.
    template <typename Visit>
    void for_each_domain(Visit visit) const {
        names_.for_each(std::move(visit));
    }
    /// Calls `visit(std::string_view name)` for every domain and pattern with its own configuration: names,
    /// then patterns such as "*.sub.example", in the order of the files.
    template <typename Visit>
    void for_each_own(Visit visit) const {
        if (configs_.size() == 1) {
            return;
        }
        names_.for_each([&](std::string_view name) {
            if (names_.find(name) != 0U) {
                visit(name);
            }
        });
        patterns_.for_each([&](std::string_view name) {
            const std::string pattern = std::string(name.empty() ? "*" : "*.").append(name);
            visit(std::string_view(pattern));
        });
    }

  private:
    /// By the pattern for `suffix` itself, or the closest above it; "" is the suffix of "*".
    [[nodiscard]] std::optional<std::uint32_t> find_pattern(std::string_view suffix) const noexcept;

    std::vector<DomainConfig> configs_; // [0]: the defaults
    NameTable names_;                   // to an index of configs_
    NameTable patterns_; // "sub.example" for "*.sub.example", "" for "*"; to an index of configs_
};

struct Config {
    ServerSettings server;
    LogSettings log;
    DomainTable domains;
    Logins logins;
    std::string revision; // digest over all files that were read and the program's version
};

} // namespace autodiscover
