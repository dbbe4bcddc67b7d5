// SPDX-License-Identifier: MIT
#include "autodiscover/cli/command_line.hpp"
#include "autodiscover/cli/console.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/server/signals.hpp"

int main(int argc, char** argv) {
    autodiscover::signals::hold_hangup(); // before anything that takes time
    return autodiscover::run_program(argc, argv, [](int count, char** arguments) {
        autodiscover::initialize_xml(); // before any thread
        return autodiscover::run_command_line(count, arguments);
    });
}
