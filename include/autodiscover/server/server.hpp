// SPDX-License-Identifier: MIT
#pragma once
/// The responder as a process: configuration, sockets, workers and signals put together.
/// Thread safety: called once, by the main thread, before any other thread exists.

#include "autodiscover/server/listener.hpp"

#include <string>
#include <vector>

namespace autodiscover {

/// Answers until SIGTERM, SIGINT or SIGUSR1, then finishes what is in flight; SIGHUP reads the configuration
/// again. Uses the sockets in `inherited`, or creates that of the configuration when there are none. Returns
/// an exit code of sysexits.h.
int serve(const std::string& config_path, std::vector<Listener> inherited);

} // namespace autodiscover
