// SPDX-License-Identifier: MIT
#pragma once
/// A file descriptor that is closed when its owner goes.

#include <unistd.h>
#include <utility>

namespace autodiscover {

class Descriptor {
  public:
    /// `fd` may be -1: what open() returned is looked at by the caller.
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    [[nodiscard]] int get() const noexcept { return fd_; }
    int release() noexcept { return std::exchange(fd_, -1); }

  private:
    int fd_;
};

} // namespace autodiscover
