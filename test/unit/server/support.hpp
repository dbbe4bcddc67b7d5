// SPDX-License-Identifier: MIT
#pragma once
/// What the tests of the server share: a temporary folder, FastCGI records made by hand, reads with a
/// deadline.

#include <array>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace autodiscover::test {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::chrono::milliseconds deadline{5000};

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "autodiscover-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

  private:
    std::string path_;
};

inline void write_file(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// A configuration that serves `domain`, with more sections behind it.
inline std::string config_text(std::string_view domain, std::string_view more = "") {
    return "provider: { name: Example Mail, short_name: Example, domain: hosting.example, "
           "url: \"https://autodiscover.hosting.example\" }\n"
           "services: { imaps: { host: imap.hosting.example }, submissions: { host: smtp.hosting.example } }\n"
           "domains: { " +
           std::string(domain) + ": }\n" + std::string(more);
}

/// A connected pair; both ends close themselves.
struct SocketPair {
    SocketPair() {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            std::abort();
        }
    }
    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;
    ~SocketPair() {
        close_end(0);
        close_end(1);
    }
    void close_end(std::size_t i) {
        if (ends[i] >= 0) {
            close(std::exchange(ends[i], -1));
        }
    }
    std::array<int, 2> ends{-1, -1}; // [0]: the web server's, [1]: ours
};

/// The same descriptor under a number from `least` on.
inline int renumbered(int fd, int least) {
    const int high = fcntl(fd, F_DUPFD_CLOEXEC, least);
    close(fd);
    return high;
}

/// All numbers below `end` are taken.
class DescriptorsBelow {
  public:
    explicit DescriptorsBelow(int end) {
        do {
            taken_.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
            if (taken_.back() < 0) {
                std::abort();
            }
        } while (taken_.back() + 1 < end);
    }
    DescriptorsBelow(const DescriptorsBelow&) = delete;
    DescriptorsBelow& operator=(const DescriptorsBelow&) = delete;
    ~DescriptorsBelow() {
        for (const int fd : taken_) {
            close(fd);
        }
    }

  private:
    std::vector<int> taken_;
};

/// Waits until a descriptor can be read; false after the deadline.
inline bool is_readable(int fd, std::chrono::milliseconds time = deadline) {
    pollfd entry{fd, POLLIN, 0};
    return poll(&entry, 1, static_cast<int>(time.count())) == 1;
}

/// Waits until something holds; false after the deadline.
inline bool eventually(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        poll(nullptr, 0, 1);
    }
    return true;
}

inline void send_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

// --- FastCGI, section 3.3 and 3.4 of its specification ---

inline std::string record(int type, std::string_view content, int id = 1, int padding = 0) {
    const std::string header = {'\1',
                                static_cast<char>(type),
                                static_cast<char>(id >> 8),
                                static_cast<char>(id),
                                static_cast<char>(content.size() >> 8),
                                static_cast<char>(content.size()),
                                static_cast<char>(padding),
                                '\0'};
    return header + std::string(content) + std::string(static_cast<std::size_t>(padding), '\0');
}

inline std::string begin_record(bool keep, int role = 1, int id = 1) {
    const std::string body = {'\0', static_cast<char>(role), static_cast<char>(keep), 0, 0, 0, 0, 0};
    return record(1, body, id);
}

inline std::string length_octets(std::size_t size) {
    if (size < 128) {
        return {static_cast<char>(size)};
    }
    return {static_cast<char>(size >> 24 | 0x80), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
            static_cast<char>(size)};
}

using Variables = std::initializer_list<std::pair<std::string_view, std::string_view>>;

inline std::string name_value_pairs(Variables variables) {
    std::string out;
    for (const auto& [name, value] : variables) {
        out.append(length_octets(name.size())).append(length_octets(value.size())).append(name).append(value);
    }
    return out;
}

inline std::string request_records(Variables variables, std::string_view body = "", bool keep = false) {
    std::string out = begin_record(keep) + record(4, name_value_pairs(variables)) + record(4, "");
    for (; !body.empty(); body.remove_prefix(std::min<std::size_t>(body.size(), 32768))) {
        out += record(5, body.substr(0, 32768));
    }
    return out + record(5, "");
}

inline std::string get_records(std::string_view target, bool keep = false) {
    return request_records({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", target}}, "", keep);
}

/// The CGI text of one answer, up to its END_REQUEST; "" when the connection was closed or nothing came.
inline std::string read_answer(int fd) {
    const auto read_exactly = [fd](std::size_t size) {
        std::string out(size, '\0');
        for (std::size_t have = 0; have < size;) {
            const ssize_t got = is_readable(fd) ? recv(fd, out.data() + have, size - have, 0) : -1;
            if (got <= 0) {
                return ""s;
            }
            have += static_cast<std::size_t>(got);
        }
        return out;
    };
    for (std::string answer;;) {
        const std::string header = read_exactly(8);
        if (header.empty()) {
            return "";
        }
        const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(header[i]); };
        const std::size_t size = static_cast<std::size_t>(octet(4)) << 8U | octet(5);
        const std::string content = read_exactly(size + octet(6));
        if (octet(1) == 3) {
            return answer;
        }
        answer += content.substr(0, size);
    }
}

/// Whether the peer closes without sending more.
inline bool is_closed(int fd) {
    char octet = 0;
    return is_readable(fd) && recv(fd, &octet, 1, 0) <= 0;
}

inline int connect_to(const std::string& path) {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

} // namespace autodiscover::test
