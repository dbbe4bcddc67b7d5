// SPDX-License-Identifier: MIT
#include "autodiscover/cli/check.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/config/key_table.hpp"

#include <algorithm>
#include <cstdio>
#include <sysexits.h>

namespace autodiscover {

namespace {

std::string count(std::size_t number, std::string_view unit) {
    std::string out;
    append_decimal(out, number);
    return out.append(" ").append(unit).append(number == 1 ? "" : "s");
}

int print(const std::string& text) {
    const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
    return written ? EX_OK : EX_IOERR;
}

} // namespace

int check_command(const std::string& path, bool explain) {
    if (explain) {
        return print(explain_keys());
    }
    const LoadResult result = load_config(path);
    for (const Diagnostic& diagnostic : result.diagnostics) {
        std::fputs(to_string(diagnostic).append("\n").c_str(), stderr);
    }
    if (!result.config) {
        return EX_CONFIG;
    }
    const Offers& offers = result.config->offers;
    std::string summary = path + ": ok: " + count(offers.size(), "domain") + ", " +
                          count(offers.defaults().services->size(), "service");
    if (!result.diagnostics.empty()) {
        summary.append(", ").append(count(result.diagnostics.size(), "warning"));
    }
    return print(summary.append("\n"));
}

} // namespace autodiscover
