// SPDX-License-Identifier: MIT
#include "autodiscover/server/config_store.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/server/log.hpp"

#include <new>
#include <utility>

namespace autodiscover {

namespace {

/// From so many domains on, losing more than half of them is taken for an accident.
constexpr std::size_t many = 10;

std::shared_ptr<const Snapshot> snapshot_of(Config loaded, std::uint64_t generation) {
    const auto config = std::make_shared<const Config>(std::move(loaded));
    auto built = std::make_shared<Snapshot>();
    built->server = config->server;
    built->log = config->log;
    built->domains = config->domains.size();
    built->generation = generation;
    built->table = {config, &config->domains};
    built->directory = make_directory(config);
    return built;
}

bool needs_restart(const ServerSettings& a, const ServerSettings& b) {
    return !(a.listen == b.listen) || a.socket_mode != b.socket_mode || a.socket_group != b.socket_group ||
           a.threads != b.threads;
}

} // namespace

bool ConfigStore::load() {
    refusal_.clear();
    const bool is_new = replace();
    failures_ += is_new ? 0U : 1U;
    if (!is_new && refusal_.empty()) {
        refusal_ = "see the log"; // no memory for more
    }
    return is_new;
}

bool ConfigStore::replace() {
    try {
        LoadResult result = load_config(path_);
        for (const Diagnostic& diagnostic : result.diagnostics) {
            log_.write(diagnostic.is_error ? Severity::error : Severity::warning, to_string(diagnostic));
            if (diagnostic.is_error && refusal_.empty()) {
                refusal_ = to_string(diagnostic);
            }
        }
        if (!result.config) {
            return false;
        }
        const auto before = snapshot();
        auto next = snapshot_of(std::move(*result.config), before->generation + 1);
        if (before->directory && !is_plausible(*before, *next)) {
            return false;
        }
        log_.configure(next->log);
        if (before->directory && needs_restart(before->server, next->server)) {
            log_.warning("a change of listen, socket_mode, socket_group or threads needs a restart");
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

bool ConfigStore::is_plausible(const Snapshot& before, const Snapshot& after) {
    const std::size_t lost = before.table->count_lost(*after.table);
    if (lost <= before.domains / 2) {
        return true;
    }
    // A file that was cut between two lines is a valid smaller file.
    const std::string loss = path_ + ": " + std::to_string(lost) + " of the " +
                             std::to_string(before.domains) + " domains that are served are no longer listed";
    if (before.domains < many) {
        log_.warning(loss + "; is it complete?");
        return true;
    }
    refusal_ = loss +
               "; a reload that loses more than half is refused: complete the configuration, or restart "
               "the responder if they are to go (no request is lost where systemd holds the socket)";
    log_.error(refusal_);
    return false;
}

} // namespace autodiscover
