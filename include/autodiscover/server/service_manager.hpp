// SPDX-License-Identifier: MIT
#pragma once
/// What systemd is told (sd_notify(3)). Own code: libsystemd brings seven libraries and 1.2 MB into a process
/// that sends three datagrams. Thread safety: one thread.

#include <string>
#include <string_view>

namespace autodiscover {

class ServiceManager {
  public:
    /// `notify_socket`: the value of $NOTIFY_SOCKET; null or "": nobody listens, and all calls do nothing.
    explicit ServiceManager(const char* notify_socket);

    [[nodiscard]] bool is_there() const noexcept { return !path_.empty(); }

    /// `status`: one line for `systemctl status`; control characters in it are replaced, for each line of a
    /// message is a command.
    void ready(std::string status);
    void reloading() noexcept;
    void stopping() noexcept { send("STOPPING=1\nSTATUS=Finishing the requests in flight"); }

  private:
    void send(std::string_view state) noexcept;

    std::string path_;
};

} // namespace autodiscover
