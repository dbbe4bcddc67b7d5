// SPDX-License-Identifier: MIT
#include "autodiscover/server/workers.hpp"

#include "autodiscover/config/sections/server_reader.hpp"
#include "autodiscover/server/log.hpp"
#include "support.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <thread>

using namespace autodiscover;
using namespace autodiscover::test;
using namespace std::chrono_literals;

namespace {

std::atomic<int> finished_calls;

struct Running {
    explicit Running(unsigned threads = 2, std::string_view more = "") : log(-1, true), config(path, log) {
        initialize_fastcgi();
        write_file(path, config_text("example.com", more));
        BOOST_REQUIRE(config.load());
        ServerSettings settings = default_server();
        settings.listen = *SocketAddress::parse(socket_path);
        Result<Listener> made = Listener::open(settings);
        BOOST_REQUIRE(made.ok());
        listeners.push_back(std::move(*made));
        finished_calls = 0;
        workers = std::make_unique<Workers>(config, log, listeners, [] { ++finished_calls; });
        workers->configure(config.snapshot()->server);
        workers->start(threads);
    }
    struct Peer {
        explicit Peer(const Running& running) : fd(connect_to(running.socket_path)) {
            BOOST_REQUIRE(fd >= 0);
        }
        Peer(Peer&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
        Peer& operator=(Peer&&) = delete;
        ~Peer() {
            if (fd >= 0) {
                close(fd);
            }
        }
        bool ask(bool keep) const {
            send_all(fd, get_records("/mail/config-v1.1.xml?emailaddress=a@example.com", keep));
            return read_answer(fd).starts_with("Status: 200");
        }
        int fd;
    };

    TemporaryFolder folder;
    std::string path = folder.file("config.yaml");
    std::string socket_path = folder.file("a.sock");
    Log log;
    ConfigStore config;
    std::vector<Listener> listeners;
    std::unique_ptr<Workers> workers;
};

std::chrono::milliseconds time_for(const std::function<void()>& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

} // namespace

BOOST_AUTO_TEST_SUITE(workers)

BOOST_AUTO_TEST_CASE(kept_and_not_kept) {
    const Running running;
    const Running::Peer kept(running);
    for (int i = 0; i < 10; ++i) {
        BOOST_TEST(kept.ask(true));
        BOOST_TEST(Running::Peer(running).ask(false));
    }
    BOOST_TEST(kept.ask(false));
    BOOST_TEST(is_closed(kept.fd));
}

BOOST_AUTO_TEST_CASE(connections_that_wait_hold_no_thread) {
    const Running running(2);
    std::vector<Running::Peer> waiting;
    for (int i = 0; i < 64; ++i) {
        waiting.emplace_back(running);
        BOOST_TEST(waiting.back().ask(true));
    }
    for (int i = 0; i < 64; ++i) { // and some that never said a word, or only a part of one
        waiting.emplace_back(running);
        send_all(waiting.back().fd, begin_record(true).substr(0, static_cast<std::size_t>(i % 16)));
    }
    BOOST_TEST(time_for([&] { BOOST_TEST(Running::Peer(running).ask(false)); }).count() < 50);
    BOOST_TEST(time_for([&] { BOOST_TEST(waiting[0].ask(true)); }).count() < 50);
}

BOOST_AUTO_TEST_CASE(every_request_of_every_worker_is_counted) {
    const Running running(4, "server: { status: true }\n");
    const Running::Peer asking(running);
    const auto counted = [&] {
        send_all(asking.fd,
                 request_records(
                     {{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/status"}, {"AUTODISCOVER_STATUS", "on"}},
                     "", true));
        const std::string text = read_answer(asking.fd);
        const std::string name = "{route=\"autoconfig\",status=\"200\"} ";
        const std::size_t at = text.find(name);
        BOOST_REQUIRE(at != std::string::npos);
        return std::stoul(text.substr(at + name.size()));
    };
    BOOST_TEST(counted() == 0U);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const int fd = connect_to(running.socket_path);
            for (int j = 0; j < 100; ++j) {
                send_all(fd, get_records("/mail/config-v1.1.xml?emailaddress=a@example.com", true));
                (void)read_answer(fd);
            }
            close(fd);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    BOOST_TEST(eventually([&] { return counted() == 400; })); // an answer is there before it is counted
    BOOST_TEST(counted() == 400U);
}

BOOST_AUTO_TEST_CASE(a_request_octet_by_octet) {
    const Running running(1);
    const Running::Peer slow(running);
    const Running::Peer other(running);
    const std::string request = get_records("/mail/config-v1.1.xml?emailaddress=a@example.com", true);
    for (const char octet : request) {
        send_all(slow.fd, {&octet, 1});
        BOOST_TEST(other.ask(true));
    }
    BOOST_TEST(read_answer(slow.fd).starts_with("Status: 200"));
}

BOOST_AUTO_TEST_CASE(time_limits) {
    const Running running(1, "server: { idle_timeout: 2, stall_timeout: 1 }\n");
    const Running::Peer idle(running);
    const Running::Peer stalled(running);
    BOOST_TEST(idle.ask(true));
    send_all(stalled.fd, begin_record(true));
    const auto stall = time_for([&] { BOOST_TEST(is_closed(stalled.fd)); });
    BOOST_TEST(stall.count() > 900);
    BOOST_TEST(stall.count() < 1500);
    BOOST_TEST(is_closed(idle.fd));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_gets_an_answer_and_an_end) {
    const Running running(1);
    const Running::Peer peer(running);
    send_all(peer.fd, request_records({{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/"}},
                                      std::string(100000, 'x'), true));
    BOOST_TEST(read_answer(peer.fd).starts_with("Status: 413"));
    BOOST_TEST(is_closed(peer.fd));
    BOOST_TEST(Running::Peer(running).ask(false)); // its only worker waits for the end of that input by now
    send_all(peer.fd, std::string(1000, 'x'));
    BOOST_TEST(Running::Peer(running).ask(false));
}

BOOST_AUTO_TEST_CASE(a_lost_socket_is_renewed) {
    Running running;
    std::filesystem::remove(running.socket_path);
    ServerSettings settings = default_server();
    BOOST_REQUIRE(running.listeners[0].reopen(settings).ok());
    running.workers->renew(running.listeners[0]);
    for (int i = 0; i < 10; ++i) {
        BOOST_TEST(Running::Peer(running).ask(false));
    }
}

BOOST_AUTO_TEST_CASE(stopping_answers_all_that_have_asked_and_closes_the_others) {
    Running running(2);
    const Running::Peer idle(running);
    const Running::Peer begun(running);
    BOOST_TEST(idle.ask(true));
    const std::string request = get_records("/mail/config-v1.1.xml?emailaddress=a@example.com", true);
    send_all(begun.fd, request.substr(0, 50));
    BOOST_REQUIRE(begun.fd >= 0);
    std::vector<Running::Peer> waiting;
    for (int i = 0; i < 50; ++i) {
        waiting.emplace_back(running);
        send_all(waiting.back().fd, request);
    }
    running.listeners[0].refuse_new_peers();
    running.workers->stop();
    for (const Running::Peer& peer : waiting) {
        BOOST_TEST(read_answer(peer.fd).starts_with("Status: 200"));
        BOOST_TEST(is_closed(peer.fd));
    }
    BOOST_TEST(!running.workers->has_finished(), "a request has begun");
    send_all(begun.fd, request.substr(50));
    BOOST_TEST(read_answer(begun.fd).starts_with("Status: 200"));
    BOOST_TEST(eventually([&] { return running.workers->has_finished(); }));
    running.workers.reset();
    BOOST_TEST(finished_calls == 1);
    BOOST_TEST(is_closed(idle.fd));
}

BOOST_AUTO_TEST_CASE(more_descriptors_than_libfcgi_can_count) {
    const Running running;
    const DescriptorsBelow fill(LowDescriptor::limit);
    const Running::Peer beyond(running);
    BOOST_TEST(beyond.ask(true));
    BOOST_TEST(beyond.ask(false));
    BOOST_TEST(is_closed(beyond.fd));
}

BOOST_AUTO_TEST_CASE(a_descriptor_beyond_the_limit_of_the_start_is_closed_at_once) {
    const Running running;
    rlimit limit{};
    BOOST_REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const rlim_t before = limit.rlim_cur;
    const rlim_t places = std::min<rlim_t>(before, 16384);
    if (limit.rlim_max < places + 100) {
        return; // nobody can raise it
    }
    limit.rlim_cur = std::max(before, places + 100);
    BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    {
        const DescriptorsBelow fill(static_cast<int>(places));
        BOOST_TEST(is_closed(Running::Peer(running).fd));
    }
    BOOST_TEST(Running::Peer(running).ask(false));
    limit.rlim_cur = before;
    BOOST_TEST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
