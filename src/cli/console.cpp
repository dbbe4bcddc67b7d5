// SPDX-License-Identifier: MIT
#include "autodiscover/cli/console.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"

#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <utility>

namespace autodiscover {

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

int run_program(int argc, char** argv, int (*body)(int argc, char** argv)) noexcept {
    open_standard_descriptors();
    try {
        return body(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "autodiscover: %s\n", error.what());
        return exit_software;
    }
}

ExitCode print(std::string_view text) {
    const bool written =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? exit_ok : exit_io;
}

ExitCode complain(ExitCode code, std::string_view message) {
    std::fputs(std::string("autodiscover: ").append(message).append("\n").c_str(), stderr);
    return code;
}

ExitCode complain_of_unavailable(std::string_view domain) {
    return complain(exit_temporary,
                    std::string(domain) + " cannot be looked up at the moment; try again later");
}

void print_findings(const std::vector<Diagnostic>& findings, Findings wanted) {
    for (const Diagnostic& finding : findings) {
        if (finding.is_error || wanted == Findings::all) {
            std::fputs(to_string(finding).append("\n").c_str(), stderr);
        }
    }
}

std::shared_ptr<const Directory> load_directory(const std::string& config_path) {
    LoadResult loaded = load_config(config_path);
    print_findings(loaded.diagnostics, Findings::errors);
    return loaded.config ? make_directory(std::move(*loaded.config)) : nullptr;
}

} // namespace autodiscover
