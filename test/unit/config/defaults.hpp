// SPDX-License-Identifier: MIT
#pragma once
/// The settings of a configuration that says nothing.

#include "autodiscover/config/sections/server_reader.hpp"

namespace autodiscover::test {

inline ServerSettings default_server() {
    Report report;
    const Source source(report, "none");
    return read_server(Section(source, nullptr, "server"));
}

} // namespace autodiscover::test
