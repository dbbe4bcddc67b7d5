// SPDX-License-Identifier: MIT
#include "autodiscover/server/signals.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

using namespace autodiscover;
using namespace std::chrono_literals;
using signals::Signal;

namespace {

/// In a child: what is blocked here would stay so for all other tests.
int wait_status(const std::function<bool()>& child) {
    const pid_t pid = fork();
    if (pid == 0) {
        alarm(30);                    // a signal that never comes is a failure, not a wait
        std::signal(SIGINT, SIG_DFL); // a shell ignores it for what it runs in the background
        signals::block();
        _exit(child() ? 0 : 1);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
}

} // namespace

BOOST_AUTO_TEST_SUITE(signals_wait)

BOOST_AUTO_TEST_CASE(each_signal_has_its_meaning) {
    BOOST_TEST(wait_status([] {
                   const auto means = [](int number, Signal signal) {
                       return kill(getpid(), number) == 0 && signals::wait() == signal;
                   };
                   return means(SIGTERM, Signal::stop) && means(SIGINT, Signal::stop) &&
                          means(SIGUSR1, Signal::stop) && means(SIGHUP, Signal::reload);
               }) == 0);
}

BOOST_AUTO_TEST_CASE(wake_and_time) {
    BOOST_TEST(wait_status([] {
                   signals::wake();
                   return signals::wait(5000ms) == Signal::wake && !signals::wait(1ms).has_value() &&
                          !signals::wait(-1ms).has_value();
               }) == 0);
}

BOOST_AUTO_TEST_CASE(an_early_hangup_waits) {
    const auto hang_up = [](bool release) {
        return wait_status([release] {
            signals::release_hangup();
            std::signal(SIGHUP, SIG_DFL); // as it is at the start
            signals::hold_hangup();
            kill(getpid(), SIGHUP);
            if (release) {
                signals::release_hangup();
            }
            signals::block();
            return signals::wait(5000ms) == Signal::reload;
        });
    };
    BOOST_TEST(hang_up(false) == 0);
    BOOST_TEST(hang_up(true) == SIGHUP); // of the default action
}

BOOST_AUTO_TEST_CASE(a_signal_that_was_ignored_is_waited_for_all_the_same) {
    BOOST_TEST(wait_status([] {
                   std::signal(SIGHUP, SIG_IGN); // nohup
                   signals::block();
                   kill(getpid(), SIGHUP);
                   return signals::wait(5000ms) == Signal::reload;
               }) == 0);
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_kills_nobody) {
    BOOST_TEST(wait_status([] { return std::raise(SIGPIPE) == 0; }) == 0);
}

BOOST_AUTO_TEST_CASE(to_die_is_to_die_of_sigterm) {
    const int status = wait_status([] {
        signals::die();
        return true;
    });
    BOOST_TEST(WIFSIGNALED(status));
    BOOST_TEST(WTERMSIG(status) == SIGTERM);
}

BOOST_AUTO_TEST_SUITE_END()
