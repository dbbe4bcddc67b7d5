// SPDX-License-Identifier: MIT
#include "autodiscover/config/redirect_check.hpp"

#include "autodiscover/policy/policies.hpp"

#include <algorithm>
#include <optional>

namespace autodiscover {

namespace {

/// In a row: [MS-OXDISCO] 3.1.5 has clients give up at the tenth redirect.
constexpr std::size_t most_domains = 10;

/// The domain that a mailbox at `domain` is sent to, or nothing.
std::optional<std::string> next(const DomainTable& domains, const std::string& domain) {
    const DomainConfig* const config = domains.find(domain);
    const Result<Mailbox> mailbox = Mailbox::parse("user@" + domain);
    if (config == nullptr || !config->policies->outlook.redirect_address || !mailbox) {
        return std::nullopt;
    }
    const Result<Mailbox> target =
        Mailbox::parse(config->policies->outlook.redirect_address->fill(Subject(*mailbox)));
    return target ? std::optional(std::string(target->domain())) : std::nullopt;
}

void check(const DomainTable& domains, const RedirectStart& start) {
    // Any name below it stands for a pattern.
    std::vector<std::string> path = {start.domain == "*"              ? "sample.example"
                                     : start.domain.starts_with("*.") ? "sample" + start.domain.substr(1)
                                                                      : start.domain};
    while (const std::optional<std::string> target = next(domains, path.back())) {
        if (*target == path.back()) {
            start.source.error(start.location, "this redirects " + quote(*target) +
                                                   " to itself; the address must be in another domain");
            return;
        }
        const bool is_circle = std::find(path.begin(), path.end(), *target) != path.end();
        path.push_back(*target);
        if (is_circle || path.size() > most_domains) {
            std::string message = is_circle ? "redirects in a circle: " : "too many redirects: ";
            for (const std::string& domain : path) {
                message.append(&domain == &path.front() ? "" : ", ").append(domain);
            }
            start.source.error(start.location, std::move(message));
            return;
        }
    }
}

} // namespace

void check_redirects(const DomainTable& domains, const std::vector<RedirectStart>& starts) {
    for (const RedirectStart& start : starts) {
        check(domains, start);
    }
}

} // namespace autodiscover
