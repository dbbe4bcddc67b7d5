// SPDX-License-Identifier: MIT
#pragma once
/// Which domain a request is about when it does not say so itself. Thread safety: pure functions.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"

#include <optional>
#include <string_view>

namespace autodiscover {

/// The domain that a Host header stands for: without port and trailing dot, without a first label
/// "autoconfig", "autodiscover" or "ua-auto-config" in front of another name. Nothing when it is no host
/// name.
std::optional<Domain> domain_of_host(std::string_view host);

/// The answer for a subject: `answer(account)` where it is served, `unknown()` where it is not, 503 where
/// that could not be found out.
template <typename Answer, typename Unknown>
Response answer_for(const Subject& subject, const Directory& directory, Answer answer, Unknown unknown) {
    const LookupResult account = directory.find(subject);
    if (account.is_unavailable()) {
        return Response::unavailable();
    }
    return account ? answer(*account) : unknown();
}

/// The same for the domain that a Host header stands for.
template <typename Answer, typename Unknown>
Response answer_host(std::string_view host, const Directory& directory, Answer answer, Unknown unknown) {
    const std::optional<Domain> domain = domain_of_host(host);
    return domain ? answer_for(Subject(*domain), directory, answer, unknown) : unknown();
}

} // namespace autodiscover
