// SPDX-License-Identifier: MIT
#pragma once
/// Whom an answer is about. Thread safety: a view; it lives no longer than the mailbox or domain behind it.

#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/mailbox.hpp"

#include <string_view>

namespace autodiscover {

/// A mailbox, or only a domain when the client did not say which mailbox.
struct Subject {
    std::string_view domain;          // lower-case A-labels
    const Mailbox* mailbox = nullptr; // null: only the domain is known

    explicit Subject(const Domain& d) noexcept : domain(d.view()) {}
    explicit Subject(const Mailbox& m) noexcept : domain(m.domain()), mailbox(&m) {}
};

} // namespace autodiscover
