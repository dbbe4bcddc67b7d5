// SPDX-License-Identifier: MIT
#include "autodiscover/cli/check.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/cli/console.hpp"
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/config/keys/key_table.hpp"
#include "autodiscover/model/date.hpp"
#include "autodiscover/model/url.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/mobileconfig_profile.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace autodiscover {

namespace {

std::string count(std::size_t number, std::string_view unit) {
    std::string out;
    out.append(std::to_string(number));
    return out.append(" ").append(unit).append(number == 1 ? "" : "s");
}

/// Why a format is not served, or what it leaves out, where it is enabled, for the defaults and for each
/// domain that differs from them.
class FormatWarnings {
  public:
    FormatWarnings(std::string path, Config config)
        : path_(std::move(path)), defaults_(config.domains.defaults()) {
        config.domains.for_each_own([&](std::string_view name) { names_.emplace(name); });
        config.logins.for_each_domain([&](std::string_view name) { names_.emplace(name); });
        directory_ = make_directory(std::move(config));
    }

    /// Prints them, and returns how many there are.
    std::size_t print() {
        const Subject operator_(*defaults_.provider->domain);
        const Account defaults{operator_, defaults_};
        std::set<std::string> common;
        for (std::string& obstacle : obstacles(defaults)) {
            warn("the defaults", obstacle);
            common.insert(std::move(obstacle));
        }
        for (const std::string& name : names_) {
            // Any name below it stands for a pattern.
            const Result<Domain> domain = Domain::parse(name == "*"              ? "sample.example"
                                                        : name.starts_with("*.") ? "sample" + name.substr(1)
                                                                                 : name);
            const LookupResult account =
                domain ? directory_->find(Subject(*domain)) : LookupResult::unknown();
            for (const std::string& obstacle : account ? obstacles(*account) : std::vector<std::string>()) {
                if (common.find(obstacle) == common.end()) { // said once
                    warn(name, obstacle);
                }
            }
        }
        return warnings_;
    }

  private:
    [[nodiscard]] std::vector<std::string> profile_obstacles(const Account& account) const {
        const MobileconfigPolicy& policy = account.policies().mobileconfig;
        std::vector<std::string> found;
        if (policy.enabled) {
            for (const std::string& omission : mobileconfig_omissions(account)) {
                found.push_back("mobileconfig: " + omission);
            }
            find_lost_paths(account, found);
            if (policy.removal_date && *policy.removal_date <= today_) {
                found.push_back("`mobileconfig.removal_date` has come: devices remove the profile at once");
            }
        }
        return found;
    }
    /// A profile says the host alone, and devices ask there (RFC 6764 section 5).
    static void find_lost_paths(const Account& account, std::vector<std::string>& found) {
        for (const auto& [name, payload, type] :
             {std::tuple("caldav", Payload::caldav, ServiceType::caldav),
              std::tuple("carddav", Payload::carddav, ServiceType::carddav)}) {
            const Service* const service = account.offered(type);
            if (service == nullptr || !account.policies().mobileconfig.payloads.has(payload)) {
                continue;
            }
            const Result<Url> url = Url::parse(account.url(*service));
            if (url && url->tail().starts_with('/') && url->tail() != "/") {
                found.push_back(std::string("mobileconfig: ") + name +
                                ": a profile has no place for the path " + quote(url->tail()) +
                                "; devices ask " + std::string(url->origin()) + "/.well-known/" + name +
                                ", which must redirect to it");
            }
        }
    }
    [[nodiscard]] std::vector<std::string> obstacles(const Account& account) const {
        std::vector<std::string> found = profile_obstacles(account);
        const std::size_t others = found.size();
        if (account.policies().pacc.enabled) {
            for (const std::string& obstacle : pacc_obstacles(account)) {
                found.push_back("PACC is not served: " + obstacle);
            }
            if (found.size() == others) {
                for (const std::string& omission : pacc_omissions(account)) {
                    found.push_back("PACC: " + omission);
                }
            }
        }
        return found;
    }
    void warn(std::string_view name, const std::string& obstacle) {
        if (++warnings_ <= Report::most_findings) {
            const std::string line = path_ + ": warning: " + std::string(name) + ": " + obstacle + "\n";
            std::fputs(line.c_str(), stderr);
        }
    }

    std::string path_;
    DomainConfig defaults_;
    std::set<std::string> names_;
    std::shared_ptr<const Directory> directory_;
    const Date today_{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())}; // UTC
    std::size_t warnings_ = 0;
};

} // namespace

int check_command(const std::string& path, bool explain) {
    if (explain) {
        return print(explain_keys());
    }
    LoadResult result = load_config(path);
    print_findings(result.diagnostics, Findings::all);
    if (!result.config) {
        return exit_config;
    }
    const DomainTable& domains = result.config->domains;
    std::string summary = path + ": ok: " + count(domains.size(), "domain") + ", " +
                          count(domains.defaults().services->size(), "service");
    const std::size_t warnings =
        result.diagnostics.size() + FormatWarnings(path, std::move(*result.config)).print();
    if (warnings > 0) {
        summary.append(", ").append(count(warnings, "warning"));
    }
    return print(summary.append("\n"));
}

} // namespace autodiscover
