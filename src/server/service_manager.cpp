// SPDX-License-Identifier: MIT
#include "autodiscover/server/service_manager.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace autodiscover {

ServiceManager::ServiceManager(const char* notify_socket)
    : path_(notify_socket == nullptr ? "" : notify_socket) {
    if (path_.size() >= sizeof(sockaddr_un::sun_path) ||
        (!path_.empty() && path_[0] != '/' && path_[0] != '@')) {
        path_.clear();
    }
}

void ServiceManager::ready(std::string status) {
    std::replace_if(status.begin(), status.end(), is_control, '?');
    send("READY=1\nSTATUS=" + status);
}

void ServiceManager::reloading() noexcept {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    std::string state = "RELOADING=1\nMONOTONIC_USEC=";
    state += std::to_string(now.tv_sec * 1000000 + now.tv_nsec / 1000);
    send(state);
}

void ServiceManager::send(std::string_view state) noexcept {
    if (path_.empty()) {
        return;
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.data(), path_.size());
    if (path_[0] == '@') { // an abstract name begins with a NUL, unix(7)
        address.sun_path[0] = '\0';
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size());
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return;
    }
    // Nobody to tell is no reason to stop.
    (void)sendto(fd, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
                 size);
    close(fd);
}

} // namespace autodiscover
