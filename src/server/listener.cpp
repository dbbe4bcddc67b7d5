// SPDX-License-Identifier: MIT
#include "autodiscover/server/listener.hpp"

#include "autodiscover/base/descriptor.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace autodiscover {

namespace {

/// As many as Linux allows by default (net.core.somaxconn). When it is full, nginx, which does not wait in
/// connect(), answers 502.
constexpr int backlog = 4096;

Error failure(std::string_view what, std::string_view name) {
    const int cause = errno;
    return {std::string(what) + " " + std::string(name) + ": " + std::strerror(cause)};
}

/// Those who create a socket in one folder take turns, from the look at an old one to listen(): a socket that
/// is bound and does not listen yet looks stale, and would be removed by whoever looks then. The folder
/// itself is locked, so no lock file stays behind. Whoever holds the lock for long is no responder that
/// starts, and must not keep one from it: it goes on without.
class Turn {
  public:
    explicit Turn(const std::string& path)
        : folder_(open(path.substr(0, path.rfind('/') + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        using namespace std::chrono_literals;
        const auto end = std::chrono::steady_clock::now() + 1s;
        while (flock(folder_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK &&
               std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(1ms);
        }
    }

  private:
    Descriptor folder_; // gives the lock back when it closes
};

std::string who_answers(int fd) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid > 0) {
        return "another process (" + std::to_string(peer.pid) + ") answers there";
    }
    return "another process answers there";
}

/// Clears the way for bind(): nothing there, or a socket file left behind by a process that is gone.
std::optional<Error> remove_stale(const SocketAddress& address) {
    const std::string& path = address.name;
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) {
        return errno == ENOENT ? std::nullopt : std::optional(failure("cannot look at", path));
    }
    if (!S_ISSOCK(status.st_mode)) {
        return Error{path + " exists and is no socket; it is left alone"};
    }
    const Descriptor probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (connect(probe.get(), address.get(), address.size) == 0) {
        return Error{"cannot listen on " + path + ": " + who_answers(probe.get())};
    }
    if (errno == EAGAIN) { // its backlog is full: somebody is there
        return Error{"cannot listen on " + path + ": another process answers there"};
    }
    if (errno != ECONNREFUSED) {
        return failure("cannot tell whether anybody answers on", path);
    }
    if (unlink(path.c_str()) != 0 && errno != ENOENT) {
        return failure("cannot replace the stale socket", path);
    }
    return std::nullopt;
}

std::optional<Error> set_owner_and_mode(const std::string& path, const ServerSettings& settings) {
    if (settings.socket_group && lchown(path.c_str(), static_cast<uid_t>(-1), *settings.socket_group) != 0) {
        return failure("cannot give group " + std::to_string(*settings.socket_group) + " the socket", path);
    }
    if (chmod(path.c_str(), settings.socket_mode) != 0) {
        return failure("cannot set the mode of", path);
    }
    return std::nullopt;
}

std::optional<Error> bind_unix(int fd, const SocketAddress& address, const ServerSettings& settings) {
    if (auto error = remove_stale(address)) {
        return error;
    }
    // Nobody may connect before owner and mode are right; umask is the only way to say so to bind().
    const mode_t previous = umask(0777);
    const int bound = bind(fd, address.get(), address.size);
    const int cause = errno;
    umask(previous);
    errno = cause;
    if (bound != 0) {
        return failure("cannot create the socket", address.name);
    }
    if (auto error = set_owner_and_mode(address.name, settings)) {
        unlink(address.name.c_str());
        return error;
    }
    return std::nullopt;
}

/// Accepted TCP sockets inherit it: an answer of two writes must not wait for an acknowledgement.
void send_at_once(int fd) {
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

std::optional<Error> bind_tcp(int fd, const SocketAddress& address) {
    const int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    send_at_once(fd);
    if (bind(fd, address.get(), address.size) != 0) {
        return failure("cannot listen on", address.name);
    }
    return std::nullopt;
}

Result<int> open_socket(const SocketAddress& address, const ServerSettings& settings) {
    Descriptor made(socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (made.get() < 0) {
        return failure("cannot create a socket for", address.name);
    }
    const auto turn = address.is_unix() ? std::make_unique<Turn>(address.name) : nullptr;
    auto error = address.is_unix() ? bind_unix(made.get(), address, settings) : bind_tcp(made.get(), address);
    if (error) {
        return *error;
    }
    if (listen(made.get(), backlog) != 0) {
        return failure("cannot listen on", address.name);
    }
    return made.release();
}

} // namespace

Result<Listener> Listener::open(const ServerSettings& settings) {
    const SocketAddress& address = settings.listen;
    const Result<int> made = open_socket(address, settings);
    if (!made) {
        return made.error();
    }
    Listener listener;
    listener.fd_ = *made;
    listener.name_ = address.name;
    struct stat status {};
    if (address.is_unix() && lstat(address.name.c_str(), &status) == 0) {
        listener.path_ = address.name;
        listener.device_ = status.st_dev;
        listener.inode_ = status.st_ino;
    }
    return listener;
}

Listener Listener::adopt(int fd) {
    // A blocking listener would hold a worker when a sibling process takes the connection first.
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    send_at_once(fd);
    Listener listener;
    listener.fd_ = fd;
    listener.name_ = "descriptor " + std::to_string(fd);
    return listener;
}

Listener::Listener(Listener&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)),
      path_(std::exchange(other.path_, std::string())), device_(other.device_), inode_(other.inode_) {}

Listener& Listener::operator=(Listener&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(name_, other.name_);
    std::swap(path_, other.path_);
    std::swap(device_, other.device_);
    std::swap(inode_, other.inode_);
    return *this;
}

Listener::~Listener() {
    remove_file();
    if (fd_ >= 0) {
        close(fd_);
    }
}

bool Listener::is_lost() const noexcept {
    struct stat status {};
    return !path_.empty() &&
           (lstat(path_.c_str(), &status) != 0 || status.st_dev != device_ || status.st_ino != inode_);
}

void Listener::remove_file() noexcept {
    if (!path_.empty() && !is_lost()) {
        unlink(path_.c_str());
    }
    path_.clear();
}

Result<bool> Listener::reopen(const ServerSettings& settings) {
    ServerSettings same_place = settings;
    same_place.listen = *SocketAddress::parse(path_);
    Result<Listener> made = open(same_place);
    if (!made) {
        return made.error();
    }
    // One step, so that a worker that accepts meanwhile never sees a closed or a foreign descriptor.
    if (dup3(made->fd_, fd_, O_CLOEXEC) < 0) {
        return failure("cannot take over the new socket", path_);
    }
    device_ = made->device_;
    inode_ = made->inode_;
    made->path_.clear(); // the file is this object's now
    return true;
}

void Listener::refuse_new_peers() noexcept {
    if (!path_.empty()) {
        remove_file();
        shutdown(fd_, SHUT_RD); // Unix sockets: connect() is refused, accept() still hands out the queue
    }
}

bool is_listening(int fd) noexcept {
    int listening = 0;
    socklen_t size = sizeof listening;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

std::vector<Listener> inherited_listeners() {
    constexpr int first_systemd_descriptor = 3;
    std::vector<Listener> found;
    const char* const pid = std::getenv("LISTEN_PID");
    const char* const count = std::getenv("LISTEN_FDS");
    if (pid != nullptr && count != nullptr && std::strtol(pid, nullptr, 10) == getpid()) {
        const int end = first_systemd_descriptor + std::atoi(count);
        for (int fd = first_systemd_descriptor; fd < end && fd < 1024; ++fd) {
            if (is_listening(fd)) {
                found.push_back(Listener::adopt(fd));
            }
        }
    }
    for (const char* const name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
        unsetenv(name);
    }
    if (found.empty() && is_listening(STDIN_FILENO)) {
        found.push_back(Listener::adopt(STDIN_FILENO));
    }
    return found;
}

} // namespace autodiscover
