// SPDX-License-Identifier: MIT
#include "autodiscover/cli/dns.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/protocols/dns_zone.hpp"

#include <cstdio>
#include <sysexits.h>

namespace autodiscover {

namespace {

int refuse(const std::string& domain, const std::string& why) {
    std::fputs(("autodiscover: " + domain + ": " + why + "\n").c_str(), stderr);
    return EX_DATAERR;
}

} // namespace

int dns_command(const std::string& config_path, const std::string& domain) {
    LoadResult loaded = load_config(config_path);
    for (const Diagnostic& diagnostic : loaded.diagnostics) {
        if (diagnostic.is_error) { // warnings are for `check`
            std::fputs(to_string(diagnostic).append("\n").c_str(), stderr);
        }
    }
    if (!loaded.config) {
        return EX_CONFIG;
    }
    if (domain == "*" || domain.starts_with("*.")) { // an asterisk alone is a name of DNS, but not of a zone
        return refuse(domain, "this is a pattern; name one domain that it covers, such as sample" +
                                  (domain == "*" ? std::string(".example") : domain.substr(1)));
    }
    const Result<Domain> parsed = Domain::parse(domain);
    if (!parsed) {
        return refuse(domain, parsed.error().message);
    }
    const std::string zone = dns_zone(*parsed, *make_directory(std::move(*loaded.config)));
    if (zone.empty()) {
        return refuse(domain, "not a domain of this configuration");
    }
    const bool written = std::fputs(zone.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
    return written ? EX_OK : EX_IOERR;
}

} // namespace autodiscover
