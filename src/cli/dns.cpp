// SPDX-License-Identifier: MIT
#include "autodiscover/cli/dns.hpp"

#include "autodiscover/cli/console.hpp"
#include "autodiscover/protocols/dns_zone.hpp"

namespace autodiscover {

namespace {

int refuse(const std::string& domain, const std::string& why) {
    return complain(exit_data, domain + ": " + why);
}

} // namespace

int dns_command(const std::string& config_path, const std::string& domain) {
    const auto directory = load_directory(config_path);
    if (!directory) {
        return exit_config;
    }
    if (domain == "*" || domain.starts_with("*.")) { // an asterisk alone is a name of DNS, but not of a zone
        return refuse(domain, "this is a pattern; name one domain that it covers, such as sample" +
                                  (domain == "*" ? std::string(".example") : domain.substr(1)));
    }
    const Result<Domain> parsed = Domain::parse(domain);
    if (!parsed) {
        return refuse(domain, parsed.error().message);
    }
    const LookupResult account = directory->find(Subject(*parsed));
    if (account.is_unavailable()) {
        return complain_of_unavailable(domain);
    }
    return account ? print(dns_zone(*account)) : refuse(domain, "not a domain of this configuration");
}

} // namespace autodiscover
