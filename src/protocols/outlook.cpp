// SPDX-License-Identifier: MIT
// Autodiscover in "plain old XML" (POX): who is answered what. The request is read in outlook_request.cpp,
// the documents are written in outlook_reply.cpp.
#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/outlook_reply.hpp"
#include "autodiscover/protocols/outlook_request.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

constexpr std::string_view path = "/autodiscover/autodiscover.xml";

/// What one answer is made from, beside the account.
struct Context {
    const Installation& installation;
    std::chrono::sys_time<std::chrono::microseconds> time{};
    std::string_view host{}; // that the request came to

    [[nodiscard]] Response error(OutlookError code) const {
        return outlook_error(code, time - std::chrono::floor<std::chrono::days>(time),
                             installation.instance_id);
    }
    /// Error 603, and not as an HTTP success: an error with status 200 is a definite "no".
    [[nodiscard]] Response unavailable() const {
        return Response::unavailable(error(OutlookError::unavailable));
    }
};

bool offers_anything(const Account& account) {
    return account.offered(ServiceType::imap) != nullptr || account.offered(ServiceType::pop3) != nullptr ||
           account.offered(ServiceType::submission) != nullptr;
}

/// The answer "ask at that URL", or nothing where the client does ask there: at the URL that the
/// configuration has for us, or at the host that it came to. A Host header that lies leads only its sender
/// elsewhere.
std::optional<Response> redirect_to_url(const Account& account, const Context& context) {
    const std::optional<Url>& url = account.policies().outlook.redirect_url;
    const Url& ours = *account.provider().url;
    const bool leads_elsewhere = url && !url->leads_to(context.host, path) &&
                                 !url->leads_to(ours.authority(), std::string(ours.path()).append(path));
    return leads_elsewhere ? std::optional(outlook_redirect(account, *url)) : std::nullopt;
}

/// The answer "ask for that address", or nothing where it would lead back to the address that was asked for.
std::optional<Response> redirect_to_address(const Account& account, OutlookSchema schema,
                                            const Context& context) {
    const std::optional<Template>& target = account.policies().outlook.redirect_address;
    const Mailbox* const asked = account.subject.mailbox;
    if (!target || asked == nullptr) {
        return std::nullopt;
    }
    const Result<Mailbox> mailbox = Mailbox::parse(target->fill(account.subject));
    if (!mailbox) {
        return context.error(OutlookError::bad_configuration);
    }
    if (equals_ignoring_case(mailbox->address(), asked->address())) {
        return std::nullopt;
    }
    return schema == OutlookSchema::outlook ? outlook_redirect(account, *mailbox)
                                            : mobilesync_redirect(account, *mailbox);
}

Response answer_account(const Account& account, OutlookSchema schema, const Context& context) {
    const OutlookPolicy& policy = account.policies().outlook;
    if (!policy.enabled) {
        return context.error(OutlookError::not_available);
    }
    if (std::optional<Response> response = redirect_to_address(account, schema, context)) {
        return *std::move(response);
    }
    if (schema == OutlookSchema::mobilesync) {
        return policy.activesync_url ? mobilesync_settings(account)
                                     : context.error(OutlookError::not_available);
    }
    if (std::optional<Response> response =
            redirect_to_url(account, context)) { // mobilesync has no word for it
        return *std::move(response);
    }
    return offers_anything(account) ? outlook_settings(account) : context.error(OutlookError::no_services);
}

Response answer_post(const Request& request, const Directory& directory) {
    const Context context{directory.installation(), request.time, request.host};
    const auto parsed = parse_outlook_request(request.body);
    if (const auto* error = std::get_if<OutlookError>(&parsed)) {
        return context.error(*error);
    }
    const auto& wanted = std::get<OutlookRequest>(parsed);
    const LookupResult account = directory.find(Subject(wanted.mailbox));
    if (account.is_unavailable()) {
        return context.unavailable();
    }
    return account ? answer_account(*account, wanted.schema, context)
                   : context.error(OutlookError::unknown_address);
}

Response answer_found(const LookupResult& account, OutlookError otherwise, const Context& context) {
    if (!account) {
        return account.is_unavailable() ? context.unavailable() : context.error(otherwise);
    }
    return account->policies().outlook.answer_get ? answer_account(*account, OutlookSchema::outlook, context)
                                                  : context.error(OutlookError::invalid_request);
}

/// Exchange answers a GET with error 600, but Delta Chat asks this way, without an address, and wants
/// settings: the Host header is all that it tells.
Response answer_get(const Request& request, const Directory& directory) {
    const Context context{directory.installation(), request.time, request.host};
    const std::string address =
        plain_address(query_parameter(request.query, {"email", "emailaddress"}).value_or(""));
    if (!address.empty()) {
        const Result<Mailbox> mailbox = Mailbox::parse(address);
        return mailbox
                   ? answer_found(directory.find(Subject(*mailbox)), OutlookError::unknown_address, context)
                   : context.error(OutlookError::invalid_request);
    }
    const std::optional<Domain> domain = domain_of_host(request.host);
    return domain ? answer_found(directory.find(Subject(*domain)), OutlookError::invalid_request, context)
                  : context.error(OutlookError::invalid_request);
}

Response handle(const Request& request, const Directory& directory) {
    return request.method == Method::post ? answer_post(request, directory) : answer_get(request, directory);
}

Response view(const Account& account, const Installation& installation) {
    return answer_account(account, OutlookSchema::outlook, Context{installation});
}

/// Clients write autodiscover, Autodiscover and AutoDiscover.
constexpr std::array<Route, 1> routes = {{
    {path, Route::Match::ignoring_case, bit(Method::get) | bit(Method::post), &handle},
}};

} // namespace

const Protocol outlook_protocol = {"outlook", "Autodiscover XML: Outlook, Thunderbird, Delta Chat, eM Client",
                                   routes, &view};

} // namespace autodiscover
