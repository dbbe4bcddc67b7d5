// SPDX-License-Identifier: MIT
#include "autodiscover/server/config_store.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/server/log.hpp"

#include <new>
#include <utility>

namespace autodiscover {

namespace {

std::shared_ptr<const Snapshot> snapshot_of(Config config, std::uint64_t generation) {
    auto built = std::make_shared<Snapshot>();
    built->server = config.server;
    built->log = config.log;
    built->domains = config.offers.size();
    built->generation = generation;
    built->directory = make_directory(std::move(config));
    return built;
}

bool needs_restart(const ServerSettings& a, const ServerSettings& b) {
    return a.listen != b.listen || a.socket_mode != b.socket_mode || a.socket_group != b.socket_group ||
           a.threads != b.threads;
}

} // namespace

bool ConfigStore::load() {
    const bool is_new = replace();
    failures_ += is_new ? 0U : 1U;
    return is_new;
}

bool ConfigStore::replace() {
    try {
        LoadResult result = load_config(path_);
        for (const Diagnostic& diagnostic : result.diagnostics) {
            log_.write(diagnostic.is_error ? Severity::error : Severity::warning, to_string(diagnostic));
        }
        if (!result.config) {
            return false;
        }
        const auto before = snapshot();
        auto next = snapshot_of(std::move(*result.config), before ? before->generation + 1 : 1);
        log_.configure(next->log);
        if (before) {
            compare(*before, *next);
        }
        const std::lock_guard lock(mutex_);
        current_.swap(next); // the old one goes when `next` does, after the lock
        return true;
    } catch (const std::bad_alloc&) {
        log_.error("not enough memory for the configuration " + path_);
        return false;
    }
}

std::shared_ptr<const Snapshot> ConfigStore::snapshot() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void ConfigStore::compare(const Snapshot& before, const Snapshot& after) {
    // A file that was cut between two lines is a valid smaller file.
    if (after.domains < before.domains - before.domains / 2) {
        log_.warning(path_ + " has " + std::to_string(after.domains) + " domains, " +
                     std::to_string(before.domains) + " before: is it complete?");
    }
    if (needs_restart(before.server, after.server)) {
        log_.warning("a change of listen, socket_mode, socket_group or threads needs a restart");
    }
}

} // namespace autodiscover
