// SPDX-License-Identifier: MIT
#include "autodiscover/server/server.hpp"

#include "autodiscover/base/exit_code.hpp"
#include "autodiscover/server/config_store.hpp"
#include "autodiscover/server/fastcgi.hpp"
#include "autodiscover/server/log.hpp"
#include "autodiscover/server/service_manager.hpp"
#include "autodiscover/server/signals.hpp"
#include "autodiscover/server/workers.hpp"

#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace autodiscover {

namespace {

using namespace std::chrono_literals;

/// Shorter than the five seconds after which supervisors lose patience.
constexpr auto patience = 4500ms;

class Server {
  public:
    Server(const std::string& config_path, std::vector<Listener> listeners)
        : log_(STDERR_FILENO, Log::is_journal(STDERR_FILENO, std::getenv("JOURNAL_STREAM"))),
          config_(config_path, log_), manager_(std::getenv("NOTIFY_SOCKET")),
          listeners_(std::move(listeners)) {}

    int run() {
        signals::block();
        if (!config_.load() && !is_to_stay()) {
            return exit_config;
        }
        if (const int code = listen()) {
            return code;
        }
        if (!initialize_fastcgi()) { // GCOVR_EXCL_START: libfcgi starts unless malloc() fails for some octets
            log_.error("libfcgi does not start");
            return exit_os;
        } // GCOVR_EXCL_STOP
        const auto snapshot = config_.snapshot();
        Workers workers(config_, log_, listeners_, signals::wake);
        workers.configure(snapshot->server);
        announce(*snapshot); // first, so that no request stands before it in the log
        workers.start(snapshot->server.threads);
        manager_.ready(state());
        for (;;) {
            const auto signal = signals::wait();
            if (signal == signals::Signal::reload) {
                reload(workers);
            } else if (signal == signals::Signal::stop) {
                return stop(workers);
            }
        }
    }

    void report(std::string_view text) { log_.error(text); }

  private:
    /// Whether to answer 503 where a first configuration is refused. The service manager that handed the
    /// socket over would start a process that ends again with every request, and nobody would answer; one
    /// that stays says what is wrong in its state, and takes the repaired file as any other, by a reload.
    [[nodiscard]] bool is_to_stay() const noexcept { return manager_.is_there() && !listeners_.empty(); }

    [[nodiscard]] std::string state() const {
        if (!is_answering()) {
            return "Answering 503 until a reload, the configuration is refused: " + config_.refusal();
        }
        return config_.refusal().empty() ? "Answering" : "Answering as before; refused: " + config_.refusal();
    }

    [[nodiscard]] bool is_answering() const { return config_.snapshot()->directory != nullptr; }

    int listen() {
        if (!listeners_.empty()) {
            return exit_ok;
        }
        Result<Listener> made = Listener::open(config_.snapshot()->server);
        if (!made) {
            log_.error(made.error().message);
            return exit_cannot_create;
        }
        listeners_.push_back(std::move(*made));
        return exit_ok;
    }

    void announce(const Snapshot& snapshot) {
        if (!is_answering()) {
            log_.error(config_.path() + " is refused; every request gets a 503 until a reload");
            return;
        }
        std::string text = "answering on ";
        for (const Listener& listener : listeners_) {
            text.append(listener.name()).append(", ");
        }
        text.append(std::to_string(snapshot.domains)).append(" domains, ");
        text.append(std::to_string(snapshot.server.threads)).append(" threads");
        log_.notice(text);
    }

    void reload(Workers& workers) {
        manager_.reloading();
        const auto before = config_.snapshot();
        const bool is_new = config_.load();
        const auto snapshot = config_.snapshot();
        workers.configure(snapshot->server);
        for (Listener& listener : listeners_) {
            if (listener.is_lost()) {
                recreate(listener, *snapshot, workers);
            }
        }
        if (is_new) {
            log_.notice("reloaded " + config_.path() + ": " + std::to_string(snapshot->domains) + " domains");
            if (before->directory == nullptr && snapshot->server.threads != before->server.threads) {
                log_.warning(std::to_string(before->server.threads) + " threads answer until a restart");
            }
        } else {
            log_.error(config_.path() + " was not reloaded; " +
                       (is_answering() ? "the configuration before it stays in force"
                                       : "every request gets a 503 until it is"));
        }
        manager_.ready(state());
    }

    void recreate(Listener& listener, const Snapshot& snapshot, Workers& workers) {
        const Result<bool> made = listener.reopen(snapshot.server);
        if (!made) {
            log_.error("the socket " + listener.name() + " was removed, and: " + made.error().message);
            return;
        }
        workers.renew(listener);
        log_.warning("the socket " + listener.name() + " was removed; created it again");
    }

    int stop(Workers& workers) {
        manager_.stopping();
        log_.notice("stopping");
        for (Listener& listener : listeners_) {
            listener.refuse_new_peers();
        }
        workers.stop();
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!workers.has_finished()) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            const auto signal = signals::wait(left);
            if (signal == signals::Signal::stop) {
                log_.warning("stopped at once; requests in flight are lost");
                signals::die();
            }
            if (!signal && !workers.has_finished()) {
                log_.warning("stopped with requests unfinished");
                std::_Exit(exit_ok); // a thread that is still at work cannot be joined
            }
        }
        workers.join();
        return exit_ok;
    }

    Log log_;
    ConfigStore config_;
    ServiceManager manager_;
    std::vector<Listener> listeners_;
};

} // namespace

int serve(const std::string& config_path, std::vector<Listener> inherited) {
    Server server(config_path, std::move(inherited));
    try {
        return server.run();
    } catch (const std::system_error& error) {
        server.report(error.what());
        return exit_os;
    }
}

} // namespace autodiscover
