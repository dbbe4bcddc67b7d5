// SPDX-License-Identifier: MIT
// Mozilla autoconfig: one XML document a domain, for Thunderbird and the many clients that read its format
// ([autoconfig-06], draft-ietf-mailmaint-autoconfig-06). The document is the subset that every known reader
// accepts: one section a type, IMAP first, one authentication, no attribute but `type` on a server.
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_writer.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

using namespace std::string_view_literals;

/// The words of the format, in the order of the enumerations ([autoconfig-06] sections on type, socketType
/// and authentication). Readers compare them byte by byte.
constexpr std::array type_words = {"imap"sv, "pop3"sv, "smtp"sv};
constexpr std::array socket_words = {"SSL"sv, "STARTTLS"sv, "plain"sv};
constexpr std::array authentication_words = {"password-cleartext"sv,
                                             "password-encrypted"sv,
                                             "NTLM"sv,
                                             "GSSAPI"sv,
                                             "OAuth2"sv,
                                             "TLS-client-cert"sv,
                                             "none"sv};

template <std::size_t Size, typename Enumeration>
constexpr std::string_view word(const std::array<std::string_view, Size>& words, Enumeration value) {
    return words[static_cast<std::size_t>(value)];
}
static_assert(word(type_words, ServiceType::submission) == "smtp");
static_assert(word(socket_words, Transport::plaintext) == "plain");
static_assert(word(authentication_words, Authentication::none) == "none");

/// One value, because clients disagree on a list: KMail takes the first that is not cleartext, Evolution the
/// last, Thunderbird the first it can use. OAuth2 works only in clients that have the server built in, and
/// Thunderbird for Android refuses the whole document else, so it is told only when there is nothing else.
Authentication told_authentication(const Service& service) noexcept {
    const auto found = std::find_if(service.authentication.begin(), service.authentication.end(),
                                    [](Authentication a) { return a != Authentication::oauth2; });
    return found != service.authentication.end() ? *found : Authentication::oauth2;
}

/// Host names are filled in here, since Geary, FairEmail and Nextcloud do not; the username is left to the
/// client, which knows the address: Evolution asks for EVOLUTIONUSER@domain, and Thunderbird would make a
/// number of a literal "007".
void write_server(XmlWriter& xml, std::string_view element, const Account& account, const Service& service) {
    const auto server = xml.element(element, {{"type", word(type_words, service.type)}});
    if (service.host.is_literal()) {
        xml.text_element("hostname", service.host.text());
    } else {
        xml.text_element("hostname", account.host(service));
    }
    std::array<char, 8> digits{};
    const auto* const end = std::to_chars(digits.begin(), digits.end(), service.port).ptr;
    xml.text_element("port", {digits.data(), static_cast<std::size_t>(end - digits.data())});
    xml.text_element("socketType", word(socket_words, service.transport));
    xml.text_element("authentication", word(authentication_words, told_authentication(service)));
    xml.text_element("username", service.username.text());
}

void write_documentation(XmlWriter& xml, const Documentation& documentation) {
    const auto page = xml.element("documentation", {{"url", documentation.url}});
    for (const auto& [language, text] : documentation.texts) {
        xml.text_element("descr", text, {{"lang", language}});
    }
}

/// What a client is told, best first.
struct Offered {
    explicit Offered(const Account& account) noexcept
        : imap(account.offered(ServiceType::imap)), pop3(account.offered(ServiceType::pop3)),
          submission(account.offered(ServiceType::submission)) {}
    /// Thunderbird drops a document without a server in both directions, Delta Chat and Evolution stop at it.
    [[nodiscard]] bool is_complete() const noexcept {
        return (imap != nullptr || pop3 != nullptr) && submission != nullptr;
    }
    const Service* imap;
    const Service* pop3;
    const Service* submission;
};

void write_provider(XmlWriter& xml, const Account& account, const Offered& offered) {
    const std::string_view asked = account.subject.domain;
    const std::string_view own = account.provider.domain.view();
    // The id must be a host name, or Thunderbird drops the document.
    const auto provider = xml.element("emailProvider", {{"id", asked}});
    xml.text_element("domain", asked); // Parula looks for the domain that it asked about
    if (own != asked) {
        xml.text_element("domain", own);
    }
    xml.text_element("displayName", account.provider.name);
    xml.text_element("displayShortName", account.provider.short_name);
    if (offered.imap != nullptr) { // IMAP first: Geary refuses the document else
        write_server(xml, "incomingServer", account, *offered.imap);
    }
    if (offered.pop3 != nullptr) {
        write_server(xml, "incomingServer", account, *offered.pop3);
    }
    write_server(xml, "outgoingServer", account, *offered.submission);
    for (const Documentation& documentation : account.provider.documentation) {
        write_documentation(xml, documentation);
    }
}

/// A function of its own, so that the elements are closed before anyone moves the body.
void write_document(std::string& body, const Account& account, const Offered& offered) {
    XmlWriter xml(body);
    xml.declaration();
    const auto root = xml.element("clientConfig", {{"version", "1.1"}});
    write_provider(xml, account, offered);
}

std::size_t expected_size(const Account& account) {
    std::size_t size = 1400; // a document with three servers, long host names and no documentation
    for (const Documentation& documentation : account.provider.documentation) {
        size += 80 + documentation.url.size();
        for (const auto& [language, text] : documentation.texts) {
            size += 50 + text.size();
        }
    }
    return size;
}

/// The answer for an account. The document is the same for all mailboxes of a domain, so it may be cached.
Response document(const Account& account, const Directory& directory) {
    const Offered offered(account);
    if (!account.policy.autoconfig.enabled || !offered.is_complete()) {
        return Response::text(404, "No autoconfig document for this domain.");
    }
    Response response;
    response.content_type = "text/xml; charset=utf-8"; // Thunderbird: any type but XML is no document
    response.headers.reserve(192);
    response.headers = "Cache-Control: public, max-age=3600\r\n"
                       "Access-Control-Allow-Origin: *\r\n"
                       "X-Content-Type-Options: nosniff\r\n";
    InlineString<80> etag;
    if (etag.append('"') && etag.append(directory.revision) && etag.append('"')) {
        response.header("ETag", etag.view());
    }
    response.body.reserve(expected_size(account));
    write_document(response.body, account, offered);
    return response;
}

/// The account for the address in the query if we serve its domain, else for the Host header: half of the
/// clients send no address, and one that was led here by an MX record asks the hoster's host name.
Response respond_autoconfig(const Request& request, const Directory& directory) {
    const std::optional<std::string> address = query_parameter(request.query, {"emailaddress"});
    if (address.has_value()) {
        if (const std::optional<Domain> domain = domain_of_address(*address)) {
            if (const std::optional<Account> account = directory.find(Subject(*domain))) {
                return document(*account, directory);
            }
        }
    }
    if (const std::optional<Domain> domain = domain_of_host(request.host)) {
        if (const std::optional<Account> account = directory.find(Subject(*domain))) {
            return document(*account, directory);
        }
    }
    return Response::text(404, "No autoconfig document for this domain.");
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
    document,
};

} // namespace autodiscover
