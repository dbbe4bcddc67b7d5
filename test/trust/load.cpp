// SPDX-License-Identifier: MIT
// An HTTP client for endurance tests: keeps connections busy with a mixture of requests and compares every
// status and every body with what is expected. usage: load PLAN PORT CONNECTIONS COUNT SECONDS PLAN is
// written by plan.py. It ends after COUNT requests or SECONDS (0: no limit) or with SIGTERM, and prints one
// line of JSON; what went wrong first goes to standard error. One thread; nothing of it is part of the
// responder.
#include "plan.hpp"
#include "reply.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto deadline = std::chrono::seconds(10);
/// Connections that may be new at a time: more would overflow nginx's queue of 511, and the kernel tries
/// again only after a second.
constexpr std::size_t most_new = 256;

volatile std::sig_atomic_t is_stopped = 0;

struct Client {
    int fd = -1;
    const trust::Ask* ask = nullptr; // null: no request is under way
    std::size_t sent = 0;
    std::string received;
    Clock::time_point since;
    bool is_new = true; // nothing was answered on this connection yet
};

struct Score {
    std::uint64_t asked = 0, answered = 0, wrong_status = 0, wrong_body = 0, broken = 0, late = 0, again = 0;
    std::vector<std::uint64_t> matched; // how often the first, the second expected answer came
    std::vector<std::uint32_t> microseconds;
    std::string first_failure;
};

class Load {
  public:
    Load(std::vector<trust::Ask> asks, std::uint16_t port, std::size_t connections, std::uint64_t count,
         double seconds)
        : asks_(std::move(asks)), clients_(connections), count_(count), seconds_(seconds),
          epoll_(epoll_create1(0)) {
        address_.sin_family = AF_INET;
        address_.sin_port = htons(port);
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (const trust::Ask& ask : asks_) {
            total_weight_ += ask.weight;
            score_.matched.resize(std::max(score_.matched.size(), ask.answers.size()));
        }
    }

    void run() {
        begin_ = Clock::now();
        auto next_look = begin_ + deadline / 10;
        while (open_more() || busy_ > 0) {
            epoll_event events[256];
            const int found = epoll_wait(epoll_, events, 256, 100);
            for (int i = 0; i < found; ++i) {
                advance(clients_[events[i].data.u64], events[i].events);
            }
            if (Clock::now() > next_look) {
                next_look += deadline / 10;
                give_up_on_late();
            }
        }
        spent_ = std::chrono::duration<double>(Clock::now() - begin_).count();
    }

    int report() {
        std::vector<std::uint32_t>& times = score_.microseconds;
        std::sort(times.begin(), times.end());
        const auto at = [&](double part) {
            return times.empty()
                       ? 0
                       : times[static_cast<std::size_t>(static_cast<double>(times.size() - 1) * part)];
        };
        std::printf(
            R"({"answered": %lu, "wrong_status": %lu, "wrong_body": %lu, "broken": %lu, "late": %lu, "again": %lu, )"
            R"("seconds": %.2f, "p50": %u, "p99": %u, "max": %u, "matched": [)",
            score_.answered, score_.wrong_status, score_.wrong_body, score_.broken, score_.late, score_.again,
            spent_, at(0.5), at(0.99), at(1));
        for (std::size_t i = 0; i < score_.matched.size(); ++i) {
            std::printf("%s%lu", i ? ", " : "", score_.matched[i]);
        }
        std::printf("]}\n");
        std::fputs(score_.first_failure.c_str(), stderr);
        return score_.first_failure.empty() ? 0 : 1;
    }

  private:
    [[nodiscard]] bool may_ask() const {
        return !is_stopped && (count_ == 0 || score_.asked < count_) &&
               (seconds_ <= 0 || std::chrono::duration<double>(Clock::now() - begin_).count() < seconds_);
    }

    /// Gives idle clients a connection and a request. False when nobody may ask any more.
    bool open_more() {
        for (std::size_t i = 0; i < clients_.size() && new_ < most_new && may_ask(); ++i) {
            if (clients_[i].fd < 0) {
                connect(i, next());
            }
        }
        return may_ask();
    }

    void connect(std::size_t number, const trust::Ask* what) {
        Client& client = clients_[number];
        client = Client{};
        client.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int yes = 1;
        setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        ++new_;
        ask(client, what);
        if (::connect(client.fd, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) != 0 &&
            errno != EINPROGRESS) {
            fail(client, score_.broken, std::string("connect: ") + std::strerror(errno));
            return;
        }
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.u64 = number;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, client.fd, &event);
    }

    void ask(Client& client, const trust::Ask* what) {
        client.ask = what;
        client.sent = 0;
        client.received.clear();
        client.since = Clock::now();
        ++score_.asked;
        ++busy_;
    }

    /// The next request of a fixed pseudo-random sequence (xorshift), the same in every run.
    const trust::Ask* next() {
        random_ ^= random_ << 13U, random_ ^= random_ >> 7U, random_ ^= random_ << 17U;
        auto rest = random_ % total_weight_;
        const trust::Ask* chosen = asks_.data();
        for (; rest >= chosen->weight; ++chosen) {
            rest -= chosen->weight;
        }
        return chosen;
    }

    void advance(Client& client, std::uint32_t events) {
        if (client.ask == nullptr) {
            return;
        }
        if ((events & EPOLLOUT) != 0) {
            send(client);
        }
        while (client.ask != nullptr && receive(client)) {
        }
    }

    static void send(Client& client) {
        while (client.sent < client.ask->bytes.size()) {
            const ssize_t size = ::send(client.fd, client.ask->bytes.data() + client.sent,
                                        client.ask->bytes.size() - client.sent, MSG_NOSIGNAL);
            if (size <= 0) {
                return; // full, or closed: then there may be an answer to read
            }
            client.sent += static_cast<std::size_t>(size);
        }
    }

    /// False when there is nothing more to read now.
    bool receive(Client& client) {
        char buffer[65536];
        const ssize_t size = recv(client.fd, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN) {
            return false;
        }
        if (size > 0) {
            client.received.append(buffer, static_cast<std::size_t>(size));
        }
        const trust::Reply reply = trust::parse(client.received, client.ask->is_head, size <= 0);
        if (reply.state == trust::Reply::State::complete) {
            finish(client, reply);
        } else if (size <= 0 && client.received.empty() && !client.is_new) {
            ask_again(client);
        } else if (size <= 0 || reply.state == trust::Reply::State::broken) {
            fail(client, score_.broken, size < 0 ? std::strerror(errno) : "closed or no HTTP");
        }
        return true;
    }

    /// As every HTTP client does when a kept connection turns out to be closed (RFC 9112 section 9.3.1).
    void ask_again(Client& client) {
        ++score_.again;
        close(client.fd);
        const trust::Ask* const ask = client.ask;
        const auto since = client.since;
        --busy_, --score_.asked;
        connect(static_cast<std::size_t>(&client - clients_.data()), ask);
        client.since = since;
    }

    void finish(Client& client, const trust::Reply& reply) {
        ++score_.answered;
        score_.microseconds.push_back(static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - client.since).count()));
        const trust::Ask& ask = *client.ask;
        const auto found = std::find_if(ask.answers.begin(), ask.answers.end(),
                                        [&](const auto& expected) { return expected.matches(reply); });
        if (found != ask.answers.end()) {
            ++score_.matched[static_cast<std::size_t>(found - ask.answers.begin())];
        } else {
            const bool good = std::any_of(ask.answers.begin(), ask.answers.end(), [&](const auto& expected) {
                return expected.status() == reply.status;
            });
            note(client, good ? score_.wrong_body : score_.wrong_status,
                 good ? "another body" : "another status");
        }
        --busy_;
        new_ -= client.is_new ? 1 : 0;
        client.is_new = false;
        const bool was_sent = client.sent == ask.bytes.size();
        client.ask = nullptr;
        if (!reply.is_kept || !was_sent || !may_ask()) {
            close(client.fd);
            client.fd = -1;
        } else {
            this->ask(client, next());
            send(client);
        }
    }

    void note(const Client& client, std::uint64_t& counter, const std::string& what) {
        ++counter;
        if (score_.first_failure.empty()) {
            score_.first_failure = what + "\n--- asked\n" + client.ask->bytes.substr(0, 300) + "\n--- got\n" +
                                   client.received.substr(0, 1000) + "\n";
        }
    }

    void fail(Client& client, std::uint64_t& counter, const std::string& what) {
        note(client, counter, what);
        close(client.fd);
        --busy_;
        new_ -= client.is_new ? 1 : 0;
        client = Client{};
    }

    void give_up_on_late() {
        for (Client& client : clients_) {
            if (client.ask != nullptr && Clock::now() - client.since > deadline) {
                fail(client, score_.late, "no answer within 10 s");
            }
        }
    }

    std::vector<trust::Ask> asks_;
    std::vector<Client> clients_;
    std::uint64_t count_;
    double seconds_;
    int epoll_;
    sockaddr_in address_{};
    std::uint64_t total_weight_ = 0;
    std::uint64_t random_ = 88172645463325252;
    std::size_t new_ = 0, busy_ = 0;
    Clock::time_point begin_;
    double spent_ = 0;
    Score score_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "usage: load PLAN PORT CONNECTIONS COUNT SECONDS\n";
        return 2;
    }
    for (const int number : {SIGTERM, SIGINT}) {
        std::signal(number, [](int) { is_stopped = 1; });
    }
    Load load(trust::read_plan(argv[1]), static_cast<std::uint16_t>(std::strtoul(argv[2], nullptr, 10)),
              std::strtoul(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10),
              std::strtod(argv[5], nullptr));
    load.run();
    return load.report();
}
