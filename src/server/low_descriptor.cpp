// SPDX-License-Identifier: MIT
#include "autodiscover/server/low_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace autodiscover {

LowDescriptor::~LowDescriptor() {
    if (number_ >= 0) {
        close(number_);
    }
}

void LowDescriptor::reserve(int placeholder) noexcept {
    placeholder_ = placeholder;
    number_ = fcntl(placeholder, F_DUPFD_CLOEXEC, 0);
    if (number_ >= limit) {
        close(number_);
        number_ = -1;
    }
}

LowDescriptor::Loan::Loan(LowDescriptor& owner, int fd) noexcept
    : owner_(owner), number_(owner.number_ < 0 ? -1 : dup3(fd, owner.number_, O_CLOEXEC)) {}

LowDescriptor::Loan::~Loan() {
    if (is_closed_) {
        owner_.reserve(owner_.placeholder_);
    } else if (number_ >= 0) {
        // Else the connection would stay open under this number.
        dup3(owner_.placeholder_, number_, O_CLOEXEC);
    }
}

} // namespace autodiscover
