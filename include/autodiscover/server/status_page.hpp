// SPDX-License-Identifier: MIT
#pragma once
/// The numbers of this process for Prometheus, at /status; off unless the configuration says `server.status`.
/// Thread safety: set_workers() before any other thread uses it; the rest by any thread.

#include "autodiscover/http/message.hpp"
#include "autodiscover/server/config_store.hpp"
#include "autodiscover/server/connections.hpp"
#include "autodiscover/server/counters.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

class StatusPage {
  public:
    /// The process counts as started now.
    StatusPage(const ConfigStore& config, const Connections& connections)
        : config_(config), connections_(connections) {}

    void set_workers(std::size_t count) { workers_ = std::vector<Counters>(count); }
    Counters& worker(std::size_t index) { return workers_[index]; }

    /// Whether a request is for this page. `permission` is the FastCGI variable AUTODISCOVER_STATUS: only a
    /// location of the web server can set it, as all that a client sends arrives as HTTP_*. So the page
    /// cannot be reached through a location that passes on everything, whatever `server.status` says.
    static bool is_asked_for(std::string_view path, std::string_view permission) noexcept {
        return permission == "on" && path == "/status";
    }
    /// The page for GET and HEAD, else 405.
    [[nodiscard]] Response answer(Method method) const;

  private:
    void write_requests(Output& out) const;
    void write_configuration(Output& out) const;
    void write_process(Output& out) const;

    const ConfigStore& config_;
    const Connections& connections_;
    std::vector<Counters> workers_;
    std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
};

} // namespace autodiscover
