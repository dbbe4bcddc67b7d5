// SPDX-License-Identifier: MIT
#include "autodiscover/cli/command_line.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/server/signals.hpp"

#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <sysexits.h>

namespace {

/// A descriptor below 3 that is closed would be given to the next socket, and take log lines for answers.
void open_standard_descriptors() {
    for (int fd = 0; fd < 3; ++fd) {
        if (fcntl(fd, F_GETFD) < 0) {
            open("/dev/null", O_RDWR); // the lowest free number is fd
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    autodiscover::signals::hold_hangup(); // before anything that takes time
    open_standard_descriptors();
    try {
        autodiscover::initialize_xml(); // before any thread
        return autodiscover::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "autodiscover: %s\n", error.what());
        return EX_SOFTWARE;
    }
}
