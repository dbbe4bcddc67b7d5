// SPDX-License-Identifier: MIT
#pragma once
/// Login names in a document that readers with ideas of their own take apart; part of the autoconfig
/// protocol. Thread safety: pure functions.

#include "autodiscover/model/directory.hpp"

#include <string_view>

namespace autodiscover {

/// Thunderbird's converter from XML makes a number or a truth value of such a text: "007" becomes 7, "0x10"
/// 0, "1e3" 1000, "TRUE" true.
bool is_mangled_by_thunderbird(std::string_view text) noexcept;

/// What is written for the login name of one mailbox: a literal where it cannot be derived from the address,
/// else the text with placeholders. Precondition: a mailbox.
FilledText login_of_mailbox(const Account& account, const Service& service);

} // namespace autodiscover
