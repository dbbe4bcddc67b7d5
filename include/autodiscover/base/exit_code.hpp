// SPDX-License-Identifier: MIT
#pragma once
/// The exit status of every program. conf/man/fill.awk reads number and meaning from here.

#include <sysexits.h>

namespace autodiscover {

enum ExitCode : int {
    exit_ok = 0,             // All is well; the configuration has no error.
    exit_usage = 64,         // The command line is wrong.
    exit_data = 65,          // The address, domain or file is wrong, or the configuration does not serve it.
    exit_no_input = 66,      // The file to import cannot be read.
    exit_unavailable = 69,   // The program of the sub-command is not installed.
    exit_software = 70,      // Something failed that should not.
    exit_os = 71,            // The operating system refused a resource.
    exit_cannot_create = 73, // The socket cannot be created.
    exit_io = 74,            // The output cannot be written.
    exit_temporary = 75,     // The domain could not be looked up; try again later.
    exit_config = 78,        // The configuration has errors, or cannot be read.
};

static_assert(exit_usage == EX_USAGE && exit_data == EX_DATAERR && exit_no_input == EX_NOINPUT &&
              exit_unavailable == EX_UNAVAILABLE && exit_software == EX_SOFTWARE && exit_os == EX_OSERR &&
              exit_cannot_create == EX_CANTCREAT && exit_io == EX_IOERR && exit_temporary == EX_TEMPFAIL &&
              exit_config == EX_CONFIG);

} // namespace autodiscover
