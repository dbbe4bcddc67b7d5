// SPDX-License-Identifier: MIT
#pragma once
/// `autodiscover routes`: which paths a web server should forward. Thread safety: prints.

#include <string>

namespace autodiscover {

/// One line a path: path, methods, how it is compared, protocol.
std::string routes_table();

int routes_command();

} // namespace autodiscover
