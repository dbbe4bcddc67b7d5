// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_settings.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/qr_code.hpp"
#include "autodiscover/http/query.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

using Attribute = HtmlWriter::Attribute;

/// What nearly everybody needs comes first.
constexpr std::array<std::pair<ServiceType, WebText>, 8> service_texts = {{
    {ServiceType::imap, WebText::imap},
    {ServiceType::submission, WebText::submission},
    {ServiceType::pop3, WebText::pop3},
    {ServiceType::jmap, WebText::jmap},
    {ServiceType::caldav, WebText::caldav},
    {ServiceType::carddav, WebText::carddav},
    {ServiceType::webdav, WebText::webdav},
    {ServiceType::managesieve, WebText::managesieve},
}};

// In the order of the enumerations.
constexpr std::array<WebText, 3> security_texts = {WebText::security_tls, WebText::security_starttls,
                                                   WebText::security_none};
constexpr std::array<WebText, 7> authentication_texts = {
    WebText::auth_password, WebText::auth_encrypted,   WebText::auth_ntlm, WebText::auth_gssapi,
    WebText::auth_oauth2,   WebText::auth_certificate, WebText::auth_none};
static_assert(security_texts[static_cast<std::size_t>(Transport::plaintext)] == WebText::security_none);
static_assert(authentication_texts[static_cast<std::size_t>(Authentication::none)] == WebText::auth_none);

/// A section with a heading, which names it for screen readers.
template <typename Content>
void write_card(HtmlWriter& html, std::string_view id, std::string_view title, Content content) {
    html.element("section", {{"class", "card"}, {"aria-labelledby", id}}, [&] {
        html.text_element("h2", title, {{"id", id}});
        content();
    });
}

enum class Copying : bool { no, yes };

void write_row(HtmlWriter& html, std::string_view heading, std::string_view value, Copying copying) {
    html.element("tr", [&] {
        html.text_element("th", heading, {{"scope", "row"}});
        if (copying == Copying::no) {
            html.text_element("td", value);
            return;
        }
        // A login may be written from right to left.
        const auto write_value = [&] { html.text_element("bdi", value, {{"class", "value"}}); };
        html.element("td", [&] { html.element("div", write_value); });
    });
}

/// All that the server accepts, preferred first.
std::string sign_in_of(const Service& service, const WebTexts& texts) {
    std::string out;
    for (const Authentication each : service.authentication) {
        out.append(out.empty() ? "" : "; ")
            .append(texts[authentication_texts[static_cast<std::size_t>(each)]]);
    }
    return out;
}

void write_access(HtmlWriter& html, const WebTexts& texts, const Account& account, const Service& service) {
    if (const FilledText url = account.url(service); !url.view().empty()) {
        write_row(html, texts[WebText::url], url, Copying::yes);
    } else {
        write_row(html, texts[WebText::server], account.host(service), Copying::yes);
        write_row(html, texts[WebText::port], std::to_string(service.port), Copying::yes);
        write_row(html, texts[WebText::security],
                  texts[security_texts[static_cast<std::size_t>(service.transport)]], Copying::no);
    }
    if (*service.authentication.begin() != Authentication::none) {
        write_row(html, texts[WebText::login], account.username(service), Copying::yes);
    }
    write_row(html, texts[WebText::sign_in], sign_in_of(service, texts), Copying::no);
    if (service.searches) {
        for (const DirectorySearch& search : *service.searches) { // called so in every language
            write_row(html, "Base DN", search.base, Copying::yes);
        }
    }
}

void write_service(HtmlWriter& html, const WebTexts& texts, const Account& account, const Service& service,
                   std::string_view name) {
    html.element("table", [&] {
        html.element("caption", [&] {
            html.text(name);
            if (service.type == ServiceType::pop3 && account.offered(ServiceType::imap) != nullptr) {
                html.text_element("span", texts[WebText::pop3_note]);
            }
        });
        html.element("tbody", [&] { write_access(html, texts, account, service); });
    });
}

/// The picture is drawn as one stroke a row, on white and with its quiet zone whatever the page's colours.
void write_qr_code(HtmlWriter& html, const QrCode& code, std::string_view label, std::string_view caption) {
    const std::string side = std::to_string(code.width + 2 * quiet_zone);
    const std::string box = "0 0 " + side + " " + side;
    const auto write_paths = [&] {
        html.text_element("path", "", {{"fill", "#fff"}, {"d", "M0 0h" + side + "v" + side + "H0z"}});
        html.text_element("path", "", {{"stroke", "#000"}, {"d", code.path}});
    };
    html.element("figure", [&] {
        html.element("svg",
                     {{"xmlns", "http://www.w3.org/2000/svg"},
                      {"viewBox", box},
                      {"role", "img"},
                      {"aria-label", label},
                      {"shape-rendering", "crispEdges"}},
                     write_paths);
        html.text_element("figcaption", caption);
    });
}

/// The host is the configured one: the Host header is whatever a stranger wants it to be.
void write_apple(HtmlWriter& html, const WebPage& page, const Account& account) {
    const WebTexts& texts = page.texts;
    const std::string_view address = account.subject.mailbox->address();
    const std::string url =
        account.provider().url->text() + "/email.mobileconfig?email=" + percent_encode(address);
    const std::optional<QrCode> code = qr_code(url);
    const auto write_button = [&] {
        html.text_element("a", texts[WebText::apple_button],
                          {{"class", "button big"}, {"id", "profile"}, {"href", url}});
        html.text_element("p", texts[WebText::apple_hint]);
        html.text_element("p", texts[WebText::apple_install], {{"class", "soft"}});
    };
    write_card(html, "apple", texts[WebText::apple_title], [&] {
        html.element("div", {Attribute::when(code.has_value(), "class", "apple")}, [&] {
            html.element("div", write_button);
            if (code) {
                write_qr_code(html, *code, texts.filled(WebText::qr_label, address), texts[WebText::qr_text]);
            }
        });
    });
}

void write_programs(HtmlWriter& html, const WebTexts& texts, const WebFormats& formats) {
    const auto line = [&](std::string_view name, bool finds_it, WebText how) {
        html.text_element("dt", name);
        html.text_element("dd", texts[finds_it ? how : WebText::by_hand]);
    };
    write_card(html, "programs", texts[WebText::programs_title], [&] {
        html.element("dl", [&] {
            line("Thunderbird", formats.autoconfig, WebText::thunderbird);
            line("Outlook", formats.outlook, WebText::outlook);
            line("Android", formats.autoconfig, WebText::android);
        });
    });
}

void write_services(HtmlWriter& html, const WebTexts& texts, const Account& account) {
    write_card(html, "manual", texts[WebText::manual_title], [&] {
        html.text_element("p", texts[WebText::manual_text], {{"class", "soft"}});
        for (const auto& [type, name] : service_texts) {
            if (const Service* const service = account.offered(type)) {
                write_service(html, texts, account, *service, texts[name]);
            }
        }
        if (const Service* const ldap = account.offered(ServiceType::ldap)) {
            write_service(html, texts, account, *ldap, "LDAP");
        }
        html.text_element("p", "",
                          {{"id", "live"},
                           {"class", "unseen"},
                           {"role", "status"},
                           {"data-copy", texts[WebText::copy]},
                           {"data-copied", texts[WebText::copied]}});
    });
}

/// In the reader's language, else in English, else as it is; empty: the operator wrote none.
std::string_view text_of(const Documentation& page, std::string_view tag) {
    const auto find = [&](std::string_view language) {
        return std::find_if(page.texts.begin(), page.texts.end(), [&](const auto& entry) {
            return equals_ignoring_case(std::string_view(entry.first).substr(0, entry.first.find('-')),
                                        language);
        });
    };
    auto found = find(tag);
    found = found == page.texts.end() ? find("en") : found;
    found = found == page.texts.end() ? page.texts.begin() : found;
    return found == page.texts.end() ? std::string_view() : found->second;
}

void write_link(HtmlWriter& html, std::string_view url, std::string_view text) {
    html.element("li", [&] { html.text_element("a", text, {{"href", url}}); });
}

void write_links(HtmlWriter& html, const WebTexts& texts, const Provider& provider) {
    for (const Documentation& page : provider.documentation) {
        const std::string_view text = text_of(page, texts.tag());
        write_link(html, page.url, text.empty() ? texts.filled(WebText::help_page) : std::string(text));
    }
    if (provider.webmail_url) {
        write_link(html, *provider.webmail_url, texts[WebText::webmail]);
    }
    if (provider.home_url) {
        write_link(html, *provider.home_url, texts.filled(WebText::home_page));
    }
}

void write_help(HtmlWriter& html, const WebTexts& texts, const Provider& provider) {
    if (provider.documentation.empty() && !provider.webmail_url && !provider.home_url) {
        return;
    }
    write_card(html, "help", texts[WebText::help_title], [&] {
        html.element("ul", {{"class", "links"}}, [&] { write_links(html, texts, provider); });
    });
}

} // namespace

bool has_settings(const Account& account) noexcept {
    return !account.services().empty();
}

void write_settings(HtmlWriter& html, const WebPage& page, const Account& account,
                    const WebFormats& formats) {
    if (formats.profile) {
        write_apple(html, page, account);
    }
    write_programs(html, page.texts, formats);
    write_services(html, page.texts, account);
    write_help(html, page.texts, account.provider());
}

} // namespace autodiscover
