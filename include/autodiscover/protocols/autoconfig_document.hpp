// SPDX-License-Identifier: MIT
#pragma once
/// The clientConfig document ([autoconfig-06]); part of the autoconfig protocol. Thread safety: a pure
/// function.

#include "autodiscover/model/directory.hpp"

#include <string>

namespace autodiscover {

/// Whose login names a document holds.
enum class AutoconfigLogin {
    of_anyone,      // with placeholders, which the client fills in: one document for all of a domain
    of_the_mailbox, // literal where it cannot be derived from the address; precondition: a mailbox
};

/// Empty when the account has not both an incoming and an outgoing server: Thunderbird drops such a document,
/// Delta Chat and Evolution stop looking at it.
std::string autoconfig_document(const Account& account, AutoconfigLogin login);

} // namespace autodiscover
