// SPDX-License-Identifier: MIT
#pragma once
/// What a configuration file says, checked and complete: every default is filled in. Thread safety: a value.

#include "autodiscover/model/provider.hpp"
#include "autodiscover/model/service.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace autodiscover {

/// Section `server`.
struct ServerSettings {
    std::string listen = "/run/autodiscover/autodiscover.sock"; // a path, or loopback "ADDRESS:PORT"
    unsigned socket_mode = 0660;
    std::string socket_group; // empty: the group of the process
    unsigned threads = 4;
    std::size_t max_body = 16384;          // octets of a request body; more is answered 413
    std::chrono::seconds idle_timeout{60}; // a kept connection between two requests
    std::chrono::seconds stall_timeout{5}; // a peer that is silent in the middle of one
};

enum class Severity { debug, info, notice, warning, error };

/// Section `log`.
struct LogSettings {
    Severity level = Severity::info;
    bool requests = true; // one line a request
};

/// What one domain is told. Parts that equal the defaults are shared, so that a million plain domains cost
/// their names.
struct Offer {
    std::shared_ptr<const Provider> provider;
    std::shared_ptr<const Policy> policy;
    std::shared_ptr<const std::vector<Service>> services;
};

struct Config {
    ServerSettings server;
    LogSettings log;
    Offer defaults;
    std::map<std::string, Offer, std::less<>> domains; // by A-label; "*.sub.example" and "*" are patterns
    std::vector<std::string> plain_domains;            // from domain_lists: A-labels, they get the defaults
    std::string revision; // digest over all files that were read and the program's version
};

} // namespace autodiscover
