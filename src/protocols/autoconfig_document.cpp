// SPDX-License-Identifier: MIT
// What is told by default is the subset that every known reader accepts: one section a type, IMAP first, one
// authentication, no attribute but `type` on a server. All else costs some reader and is the operator's
// choice.
#include "autodiscover/protocols/autoconfig_document.hpp"

#include "autodiscover/format/xml_writer.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/autoconfig_login.hpp"
#include "autodiscover/protocols/autoconfig_words.hpp"

namespace autodiscover {

namespace {

using namespace autoconfig;

/// himalaya refuses a document whose oAuth2 element lacks one of these.
bool is_complete(const Shared<OAuth2>& oauth2) noexcept {
    return oauth2 && !oauth2->issuer.empty() && !oauth2->scope.empty() &&
           !oauth2->authorization_url.empty() && !oauth2->token_url.empty();
}

/// The best of each type that makes a document.
struct Offered {
    explicit Offered(const Account& account) noexcept
        : imap(account.offered(ServiceType::imap)), pop3(account.offered(ServiceType::pop3)),
          submission(account.offered(ServiceType::submission)) {}
    [[nodiscard]] bool is_complete() const noexcept {
        return (imap != nullptr || pop3 != nullptr) && submission != nullptr;
    }
    const Service* imap;
    const Service* pop3;
    const Service* submission;
};

/// Writes one document.
class Document {
  public:
    Document(XmlWriter& xml, const Account& account, const Offered& offered, AutoconfigLogin login)
        : xml_(xml), account_(account), offered_(offered), login_(login),
          policy_(account.policies().autoconfig),
          tells_oauth2_(policy_.oauth2 && is_complete(account.provider().oauth2)) {}

    void write() {
        xml_.declaration();
        xml_.element("clientConfig", {{"version", policy_.version_1_2 ? "1.2" : "1.1"}}, [&] {
            // The id must be a host name, or Thunderbird drops the document.
            xml_.element("emailProvider", {{"id", account_.subject.domain}}, [&] { write_provider(); });
            if (policy_.extras) {
                write_extras();
            }
            if (has_told_oauth2_) {
                write_oauth2(*account_.provider().oauth2);
            }
        });
    }

  private:
    void write_provider();
    void write_documentation(const Documentation& documentation);
    void write_extras();
    void write_servers(std::string_view element, const Service* best);
    void write_server(std::string_view element, const Service& service);
    void write_authentication(const Service& service);
    void write_url_services(std::string_view element, ServiceType type);
    void write_url_service(std::string_view element, const Service& service);
    void write_username(const Service& service);
    void write_oauth2(const OAuth2& oauth2);

    XmlWriter& xml_;
    const Account& account_;
    const Offered& offered_;
    AutoconfigLogin login_;
    const AutoconfigPolicy& policy_;
    bool tells_oauth2_;
    bool has_told_oauth2_ = false;
};

void Document::write_provider() {
    const Provider& provider = account_.provider();
    const std::string_view asked = account_.subject.domain;
    const std::string_view own = provider.domain->view();
    xml_.text_element("domain", asked); // Parula looks for the domain that it asked about
    if (own != asked) {
        xml_.text_element("domain", own);
    }
    xml_.text_element("displayName", provider.name);
    xml_.text_element("displayShortName", provider.short_name);
    write_servers("incomingServer", offered_.imap); // IMAP first: Geary refuses the document else
    write_servers("incomingServer", offered_.pop3);
    if (policy_.extras) {
        write_url_services("incomingServer", ServiceType::jmap);
    }
    write_servers("outgoingServer", offered_.submission);
    for (const Documentation& documentation : provider.documentation) {
        write_documentation(documentation);
    }
}

/// At the root, as [autoconfig-06] has them; webMail is version 1.1's. No mail program is known to use one
/// yet.
void Document::write_extras() {
    write_url_services("calendar", ServiceType::caldav);
    write_url_services("addressbook", ServiceType::carddav);
    write_url_services("fileShare", ServiceType::webdav);
    write_servers("setupServer", account_.offered(ServiceType::managesieve));
    if (account_.provider().webmail_url) {
        xml_.element("webMail", [&] {
            xml_.empty_element("loginPage", {{"url", *account_.provider().webmail_url}});
        });
    }
}

void Document::write_documentation(const Documentation& documentation) {
    xml_.element("documentation", {{"url", documentation.url}}, [&] {
        for (const auto& [language, text] : documentation.texts) {
            xml_.text_element("descr", text, {{"lang", language}});
        }
    });
}

/// The login name is left to the client, which knows the address: Evolution asks for EVOLUTIONUSER@domain,
/// and Thunderbird would make a number of a literal "007".
void Document::write_username(const Service& service) {
    xml_.text_element("username",
                      login_ == AutoconfigLogin::of_anyone
                          ? FilledText(std::string_view(account_.username_template(service).text()))
                          : login_of_mailbox(account_, service));
}

/// The best one of a type, or with alternatives all. Evolution and FairEmail take the last, so that none
/// without TLS may follow one with it, where they would be taken down to it; Thunderbird for Android would
/// refuse both.
void Document::write_servers(std::string_view element, const Service* best) {
    if (best == nullptr) {
        return;
    }
    if (!policy_.alternatives) {
        write_server(element, *best);
        return;
    }
    for (const Service* service : ranked(account_.services(), best->type)) {
        if (service->transport != Transport::plaintext || best->transport == Transport::plaintext) {
            write_server(element, *service);
        }
    }
}

/// Host names are filled in here, since Geary, FairEmail and Nextcloud do not.
void Document::write_server(std::string_view element, const Service& service) {
    xml_.element(element, {{"type", word_for(service.type)}}, [&] {
        xml_.text_element("hostname", account_.host(service));
        xml_.number_element("port", service.port);
        xml_.text_element("socketType", word_for(service.transport));
        write_authentication(service);
        write_username(service);
    });
}

void Document::write_authentication(const Service& service) {
    const Authentication told = told_authentication(service.authentication);
    if (tells_oauth2_ && accepts_oauth2(service)) {
        xml_.text_element("authentication", word_for(Authentication::oauth2));
        has_told_oauth2_ = true;
        if (told == Authentication::oauth2) {
            return;
        }
    }
    xml_.text_element("authentication", word_for(told));
}

void Document::write_url_services(std::string_view element, ServiceType type) {
    if (!policy_.alternatives) {
        if (const Service* const best = account_.offered(type)) {
            write_url_service(element, *best);
        }
        return;
    }
    for (const Service* service : ranked(account_.services(), type)) {
        write_url_service(element, *service);
    }
}

/// Nothing when the format has no word for any way to log in.
void Document::write_url_service(std::string_view element, const Service& service) {
    const bool by_token = tells_oauth2_ && accepts_oauth2(service);
    const std::string_view by_password = http_word(service);
    if (!by_token && by_password.empty()) {
        return;
    }
    xml_.element(element, {{"type", word_for(service.type)}}, [&] {
        xml_.text_element("url", account_.url(service));
        if (by_token) {
            xml_.text_element("authentication", word_for(Authentication::oauth2));
            has_told_oauth2_ = true;
        }
        if (!by_password.empty()) {
            xml_.text_element("authentication", by_password, {{"system", "http"}});
        }
        write_username(service);
    });
}

/// [autoconfig-06] oAuth2; never a client secret, which would be none.
void Document::write_oauth2(const OAuth2& oauth2) {
    xml_.element("oAuth2", [&] {
        xml_.text_element("issuer", oauth2.issuer);
        xml_.text_element("scope", oauth2.scope);
        xml_.text_element("authURL", oauth2.authorization_url);
        xml_.text_element("tokenURL", oauth2.token_url);
        if (!oauth2.client_id.empty()) {
            xml_.text_element("clientID", oauth2.client_id);
        }
    });
}

std::size_t expected_size(const Account& account) {
    std::size_t size = 1400; // a document with three servers, long host names and no documentation
    const AutoconfigPolicy& policy = account.policies().autoconfig;
    if (policy.alternatives || policy.extras || policy.oauth2) {
        size += 600 + 400 * account.services().size();
    }
    for (const Documentation& documentation : account.provider().documentation) {
        size += 80 + documentation.url.size();
        for (const auto& [language, text] : documentation.texts) {
            size += 50 + text.size();
        }
    }
    return size;
}

} // namespace

std::string autoconfig_document(const Account& account, AutoconfigLogin login) {
    const Offered offered(account);
    Output out;
    if (offered.is_complete()) {
        out.reserve(expected_size(account));
        XmlWriter xml(out);
        Document(xml, account, offered, login).write();
    }
    return out.take();
}

} // namespace autodiscover
