// SPDX-License-Identifier: MIT
#pragma once
/// The sockets on which web servers reach us: created here, or handed over by a service manager.
/// Thread safety: one thread owns a Listener; any thread may accept on its descriptor.

#include "autodiscover/base/result.hpp"
#include "autodiscover/config/config.hpp"

#include <string>
#include <sys/types.h>
#include <vector>

namespace autodiscover {

class Listener {
  public:
    /// Creates the socket of `settings.listen`. A socket file that nobody answers on is replaced; one that a
    /// process answers on, and everything that is no socket, is left alone and is an error.
    static Result<Listener> open(const ServerSettings& settings);
    /// A listening socket that we were given. It stays its giver's: no file is removed.
    static Listener adopt(int fd);

    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&& other) noexcept;
    /// Closes; removes the socket file when it is still the one that was created here.
    ~Listener();

    [[nodiscard]] int fd() const noexcept { return fd_; }
    /// For the log: the path or address, or "descriptor N".
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Whether the socket file is gone or another's, so that no new peer can reach us.
    [[nodiscard]] bool is_lost() const noexcept;
    /// Creates the socket file again, behind the same descriptor number. An error leaves all as it was.
    Result<bool> reopen(const ServerSettings& settings);
    /// Refuses new peers from now on where that is ours to decide; those that wait can still be accepted.
    void refuse_new_peers() noexcept;

  private:
    Listener() = default;
    void remove_file() noexcept;

    int fd_ = -1;
    std::string name_;
    std::string path_; // empty: no file of ours
    dev_t device_ = 0;
    ino_t inode_ = 0;
};

/// Whether a descriptor is a stream socket that listens.
bool is_listening(int fd) noexcept;

/// The sockets that were handed over: by systemd ($LISTEN_PID, $LISTEN_FDS; sd_listen_fds(3)), else as
/// descriptor 0 by whoever follows the FastCGI specification (section 2.2: spawn-fcgi, mod_fcgid, cgi-fcgi).
/// Takes the variables out of the environment. Precondition: no other thread runs.
std::vector<Listener> inherited_listeners();

} // namespace autodiscover
