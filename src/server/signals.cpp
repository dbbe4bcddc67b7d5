// SPDX-License-Identifier: MIT
#include "autodiscover/server/signals.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace autodiscover::signals {

namespace {

/// SIGUSR1 stops, as libfcgi's applications do and mod_fastcgi expects; SIGUSR2 is our own wake().
constexpr int waited_for[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP, SIGUSR2};

/// A shell that starts a job in the background asks for this. Such a signal must not be blocked either: the
/// kernel keeps what is blocked, ignored or not, and sigwaitinfo() would hand it out.
bool is_left_ignored(int number) noexcept {
    struct sigaction action {};
    return number == SIGINT && sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t waited_set() noexcept {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : waited_for) {
        if (!is_left_ignored(number)) {
            sigaddset(&set, number);
        }
    }
    return set;
}

/// Does nothing: an ignored signal would be discarded instead of waited for, and libfcgi installs handlers
/// of its own wherever it finds the default or SIG_IGN.
void install_handler(int number) noexcept {
    if (is_left_ignored(number)) {
        return;
    }
    struct sigaction action {};
    action.sa_handler = [](int) {};
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

void mask_hangup(int how) noexcept {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(how, &set, nullptr);
}

} // namespace

void hold_hangup() noexcept {
    mask_hangup(SIG_BLOCK);
}

void release_hangup() noexcept {
    mask_hangup(SIG_UNBLOCK);
}

void block() noexcept {
    sigset_t set = waited_set();
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    for (const int number : waited_for) {
        install_handler(number);
    }
    install_handler(SIGPIPE);
}

std::optional<Signal> wait(std::optional<std::chrono::milliseconds> time) noexcept {
    const sigset_t set = waited_set();
    for (;;) {
        const auto ms = std::max<std::int64_t>(time.value_or(std::chrono::milliseconds(0)).count(), 0);
        const timespec limit{ms / 1000, ms % 1000 * 1000000};
        switch (time ? sigtimedwait(&set, nullptr, &limit) : sigwaitinfo(&set, nullptr)) {
        case SIGTERM:
        case SIGINT:
        case SIGUSR1:
            return Signal::stop;
        case SIGHUP:
            return Signal::reload;
        case SIGUSR2:
            return Signal::wake;
        default:
            if (errno == EAGAIN) {
                return std::nullopt;
            }
        }
    }
}

void wake() noexcept {
    kill(getpid(), SIGUSR2);
}

void die() noexcept {
    std::signal(SIGTERM, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    std::raise(SIGTERM);
    std::_Exit(128 + SIGTERM); // GCOVR_EXCL_LINE: raise() has ended the process
}

} // namespace autodiscover::signals
