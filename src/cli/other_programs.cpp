// SPDX-License-Identifier: MIT
#include "autodiscover/cli/other_programs.hpp"

#include "autodiscover/cli/console.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace autodiscover {

std::span<const OtherProgram> other_programs() {
    static constexpr std::array programs = {import_program};
    return programs;
}

ExitCode execute(const OtherProgram& program, char** argv, const std::string& config_path) {
    const std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    std::string path = folder / (std::string("autodiscover-") + program.name);
    ::setenv("AUTODISCOVER_CONFIG", config_path.c_str(), 1);
    argv[0] = path.data();
    ::execv(path.c_str(), argv);
    return complain(exit_unavailable,
                    path + ": " + std::strerror(errno) + "; it is in the package " + program.package);
}

} // namespace autodiscover
