// SPDX-License-Identifier: MIT
#pragma once
/// The sections `server` and `log`. Thread safety: pure but for the report behind the section.

#include "autodiscover/config/config.hpp"
#include "autodiscover/config/keys/section.hpp"

namespace autodiscover {

ServerSettings read_server(const Section& section);
LogSettings read_log(const Section& section);

/// The settings of a configuration that says nothing.
ServerSettings default_server();
LogSettings default_log();

} // namespace autodiscover
