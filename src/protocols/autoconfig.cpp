// SPDX-License-Identifier: MIT
// Mozilla autoconfig: one XML document a domain, for Thunderbird and the many clients that read its format
// ([autoconfig-06], draft-ietf-mailmaint-autoconfig-06). Here is who is answered what; the document is
// written in autoconfig_document.cpp.
#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/autoconfig_document.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>

namespace autodiscover {

namespace {

Response no_document() {
    return Response::text(404, "No autoconfig document for this domain.");
}

/// Scripts of any web page may read it too.
Response document(std::string body, std::string_view cache_control) {
    Response response;
    response.content_type = "text/xml; charset=utf-8"; // Thunderbird refuses any type but XML
    response.headers.add(HeaderName::cache_control, {cache_control})
        .add(HeaderName::access_control_allow_origin, "*")
        .add(HeaderName::x_content_type_options, "nosniff");
    response.body = std::move(body);
    return response;
}

/// The document is the same for all mailboxes of a domain, so it may be cached.
Response answer_anyone(const Account& account) {
    std::string body;
    if (account.policies().autoconfig.enabled) {
        body = autoconfig_document(account, AutoconfigLogin::of_anyone);
    }
    if (body.empty()) {
        return no_document();
    }
    Response response = document(std::move(body), "public, max-age=3600");
    if (account.revision) {
        response.headers.add(HeaderName::etag, {"\"", *account.revision, "\""});
    }
    return response;
}

/// The document of a mailbox, where the operator wants logins in it. Its headers are the same whether or not
/// it has one of its own: else they would say which mailboxes are configured.
Response answer_mailbox(const Account& account) {
    // Evolution asks for this mailbox and puts the name of the real one into the answer.
    const bool is_made_up = equals_ignoring_case(account.subject.mailbox->local_part(), "EVOLUTIONUSER");
    const bool has_login = account.login_of_mailbox.login && !is_made_up;
    std::string body;
    if (account.policies().autoconfig.enabled) {
        body = has_login ? autoconfig_document(account, AutoconfigLogin::of_the_mailbox)
                         : autoconfig_document(account.anyone(), AutoconfigLogin::of_anyone);
    }
    return body.empty() ? no_document() : document(std::move(body), "private, no-store");
}

/// Of an account with or without a mailbox.
Response answer(const Account& account) {
    if (account.subject.mailbox == nullptr) {
        return answer_anyone(account);
    }
    return account.policies().autoconfig.expand_username ? answer_mailbox(account)
                                                         : answer_anyone(account.anyone());
}

/// The account for the address in the query if its domain is served, else for the Host header: half of the
/// clients send no address, and one that was led here by an MX record asks the hoster's host name.
Response respond_autoconfig(const Request& request, const Directory& directory) {
    const std::string address = plain_address(query_parameter(request.query, {"emailaddress"}).value_or(""));
    if (is_deceptive_address(address)) { // as in all protocols
        return no_document();
    }
    const Result<Mailbox> mailbox = Mailbox::parse(address);
    const std::optional<Domain> domain = mailbox ? std::nullopt : domain_of_address(address);
    if (mailbox || domain) {
        const LookupResult account = directory.find(mailbox ? Subject(*mailbox) : Subject(*domain));
        if (account || account.is_unavailable()) {
            return account ? answer(*account) : Response::unavailable();
        }
    } else if (has_only_encoded_at(address)) { // of a domain that we cannot read, not of the host's
        return no_document();
    }
    return answer_host(request.host, directory, answer_anyone, no_document);
}

Response view(const Account& account, const Installation& /*installation*/) {
    return answer(account);
}

/// Exact case: clients agree on it.
constexpr std::array routes = {
    Route{"/mail/config-v1.1.xml", Route::Match::exact, bit(Method::get), respond_autoconfig},
    Route{"/.well-known/autoconfig/mail/config-v1.1.xml", Route::Match::exact, bit(Method::get),
          respond_autoconfig},
    // Drafts of 2024 and 2025, and the mail program Nine.
    Route{"/.well-known/mail-v1.xml", Route::Match::exact, bit(Method::get), respond_autoconfig},
    Route{"/v1.1/mail/config-v1.1.xml", Route::Match::exact, bit(Method::get), respond_autoconfig},
};

} // namespace

const Protocol autoconfig_protocol = {
    "autoconfig",
    "Mozilla autoconfig XML: Thunderbird, K-9, Evolution, KMail, Delta Chat, FairEmail and others",
    routes,
    view,
};

} // namespace autodiscover
