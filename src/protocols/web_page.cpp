// SPDX-License-Identifier: MIT
// The page for people: a form that asks for the address, and the settings of that address in words. Here is
// who is answered what, and with which headers; what the pages look like is in web_layout.cpp,
// web_settings.cpp and web_look.cpp.
#include "autodiscover/base/characters.hpp"
#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"
#include "autodiscover/protocols/web_layout.hpp"
#include "autodiscover/protocols/web_look.hpp"
#include "autodiscover/protocols/web_settings.hpp"

#include <array>

namespace autodiscover {

namespace {

constexpr std::size_t longest_typed = 400; // octets that are shown again; an address has 320 at most

/// What a person asks for.
struct Question {
    WebLanguage language;
    std::string typed;    // without blanks around it
    bool is_sent = false; // the form was sent for its answer, not only to change the language
};

/// The form is posted, so that no log and no history has the address; links of the operator may be a GET with
/// `email` and `lang`.
Question read_question(const Request& request) {
    const bool is_form = request.method == Method::post;
    const auto parameter = [&](std::initializer_list<std::string_view> names) {
        return (is_form ? form_parameter(request.body, names) : query_parameter(request.query, names))
            .value_or("");
    };
    const std::string wanted = parameter({"lang"});
    const std::string now = parameter({"now"});
    const std::optional<WebLanguage> chosen = web_language(wanted.empty() ? now : wanted);
    Question question{chosen.value_or(negotiated_language(request.accept_language)), {}, false};
    question.typed = plain_address(parameter({"email"}));
    question.is_sent = !question.typed.empty() || (is_form && (wanted.empty() || wanted == now));
    return question;
}

/// Whose name, logo and colours stand on a page that is about no address we know: those of the domain that
/// was asked as a host, else the operator's own.
LookupResult host_account(const Request& request, const Directory& directory) {
    if (const std::optional<Domain> domain = domain_of_host(request.host)) {
        LookupResult account = directory.find(Subject(*domain));
        if (account.outcome() != Lookup::unknown) {
            return account;
        }
    }
    return directory.find(Subject(*directory.installation().provider->domain));
}

WebPage page_of(WebLanguage language, const Account& account, std::string_view typed) {
    const bool is_printable =
        typed.size() <= longest_typed && !has_control(typed) && !has_deceptive_character(typed);
    const WebPolicy& web = account.policies().web;
    return {WebTexts(language, web, account.provider()), account.provider(), web,
            is_printable ? typed : std::string_view()};
}

/// A page that differs with the language that the browser asks for, and that nothing may be added to.
Response respond_with(const WebPage& page, int status, WebText title, std::string_view prefix,
                      bool with_script, const std::function<void(HtmlWriter&)>& content) {
    const std::string colours = web_colours(page.web);
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers
        .add(HeaderName::content_security_policy, {content_security_policy(page.web, colours, with_script)})
        .add(HeaderName::cache_control, "no-store")
        .add(HeaderName::vary, "Accept-Language")
        .add(HeaderName::referrer_policy, "no-referrer")
        .add(HeaderName::x_content_type_options, "nosniff")
        .add(HeaderName::x_robots_tag, "noindex");
    response.body = web_document(page, title, prefix, colours, content);
    return response;
}

Response ask(const WebPage& page, std::optional<WebText> error) {
    return respond_with(page, error ? 400 : 200, WebText::title,
                        error ? page.texts[WebText::error_prefix] : "", false, [&](HtmlWriter& html) {
                            html.text_element("p", page.texts.filled(WebText::intro), {{"class", "lead"}});
                            write_form(html, page, error);
                        });
}

/// The address as it was typed: people do not know their domain's A-labels.
Response know_nothing(const WebPage& page, WebText text) {
    return respond_with(page, 404, WebText::unknown_title, "", false, [&](HtmlWriter& html) {
        html.element("p", {{"class", "lead"}}, [&] { write_filled(html, page, text); });
        write_form(html, page, std::nullopt);
    });
}

Response tell(const WebPage& page, const Account& account, const Installation& installation) {
    // Each format is asked whether it has anything to say, so that the page promises nothing else.
    const WebFormats formats{mobileconfig_protocol.view(account, installation).status == 200,
                             autoconfig_protocol.view(account, installation).status == 200,
                             account.policies().outlook.enabled};
    return respond_with(page, 200, WebText::settings_title, "", true, [&](HtmlWriter& html) {
        write_settings(html, page, account, formats);
        html.text_element("h2", page.texts[WebText::another_title], {{"class", "again"}});
        write_form(html, page, std::nullopt);
        html.raw_text_element("script", web_script);
    });
}

/// The settings of a mailbox; `shown` is its address as the person typed it.
Response answer_account(WebLanguage language, std::string_view shown, const Account& account,
                        const Installation& installation) {
    const WebPage page = page_of(language, account, shown);
    return has_settings(account) ? tell(page, account, installation)
                                 : know_nothing(page, WebText::no_settings);
}

Response answer(const Question& question, const Account& host, const Directory& directory) {
    const WebPage page = page_of(question.language, host, question.typed);
    if (!question.is_sent) {
        return ask(page, std::nullopt);
    }
    const Result<Mailbox> mailbox = Mailbox::parse(question.typed);
    if (!mailbox) {
        return ask(page, question.typed.empty() ? WebText::error_empty : WebText::error_invalid);
    }
    // A name of a domain may be typed with characters that no one sees, which mean nothing there.
    const bool is_as_it_looks = !has_deceptive_character(question.typed);
    const std::string_view shown = is_as_it_looks ? question.typed : mailbox->address();
    const auto unknown = [&] {
        return know_nothing(page_of(question.language, host, shown), WebText::unknown_text);
    };
    const auto known = [&](const Account& account) {
        return account.policies().web.enabled
                   ? answer_account(question.language, shown, account, directory.installation())
                   : unknown();
    };
    return answer_for(Subject(*mailbox), directory, known, unknown);
}

Response respond_page(const Request& request, const Directory& directory) {
    const LookupResult host = host_account(request, directory);
    if (host.is_unavailable()) {
        return Response::unavailable();
    }
    return host && host->policies().web.enabled ? answer(read_question(request), *host, directory)
                                                : Response::text(404, "Not found.");
}

Response view(const Account& account, const Installation& installation) {
    if (!account.policies().web.enabled) {
        return Response::text(404, "There is no page for this domain.");
    }
    const Mailbox* const mailbox = account.subject.mailbox;
    return mailbox != nullptr ? answer_account(WebLanguage::en, mailbox->address(), account, installation)
                              : ask(page_of(WebLanguage::en, account, ""), std::nullopt);
}

constexpr std::array routes = {
    Route{"/", Route::Match::exact, bit(Method::get) | bit(Method::post), respond_page},
};

} // namespace

const Protocol web_page_protocol = {"page", "a page for people: settings, profile, QR code", routes, view};

} // namespace autodiscover
