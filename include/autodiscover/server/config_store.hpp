// SPDX-License-Identifier: MIT
#pragma once
/// The configuration in force. A reload replaces it as a whole or not at all, and requests in flight keep
/// the one that they began with. Thread safety: load() by one thread, the rest by any.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/sections/server_reader.hpp"
#include "autodiscover/model/directory.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace autodiscover {

class Log;

/// One configuration, never changed after it was built.
struct Snapshot {
    std::shared_ptr<const Directory> directory; // null: no configuration is in force yet
    std::shared_ptr<const DomainTable> table;   // of the directory
    ServerSettings server = default_server();
    LogSettings log = default_log();
    std::size_t domains = 0;
    std::uint64_t generation = 0; // 1: the first that came into force
    std::chrono::system_clock::time_point loaded_at = std::chrono::system_clock::now();
    std::chrono::steady_clock::time_point loaded = std::chrono::steady_clock::now();
};

class ConfigStore {
  public:
    ConfigStore(std::string path, Log& log) : path_(std::move(path)), log_(log) {}

    /// Reads the file and puts it in force; logs all that is wrong with it. False: the one before stays. So
    /// it does when more than half of ten or more domains would no longer be served: a new process is the way
    /// to mean that.
    bool load();

    /// The one in force; before the first load() that succeeded, one of defaults without a directory.
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const;

    /// The first error of the last load(), "" when it succeeded. For the thread that calls load().
    [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }

    /// How many calls of load() were false.
    [[nodiscard]] std::uint64_t failures() const noexcept { return failures_; }

    [[nodiscard]] const std::string& path() const noexcept { return path_; }

  private:
    bool replace();
    bool is_plausible(const Snapshot& before, const Snapshot& after);

    std::string path_;
    Log& log_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Snapshot> current_ = std::make_shared<Snapshot>();
    std::string refusal_;
    std::atomic<std::uint64_t> failures_{0};
};

} // namespace autodiscover
