// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/outlook_reply.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_writer.hpp"
#include "autodiscover/policy/policies.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

// Always http, no trailing slash: clients compare them, and Microsoft's schemas have them so.
constexpr std::string_view outer_namespace =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
constexpr std::string_view outlook_namespace =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
constexpr std::string_view mobilesync_namespace =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";

/// [MS-OXDSCLI] Type, in the order in which clients are to prefer them.
struct TypeWord {
    ServiceType type;
    std::string_view word;
};
constexpr std::array<TypeWord, 3> mail_types = {{
    {ServiceType::imap, "IMAP"},
    {ServiceType::pop3, "POP3"},
    {ServiceType::submission, "SMTP"},
}};
/// No text of Microsoft's has these; eM Client reads them and all others skip them.
constexpr std::array<TypeWord, 2> dav_types = {{
    {ServiceType::caldav, "CalDAV"},
    {ServiceType::carddav, "CardDAV"},
}};

/// [MS-OXDSCLI] SSL and Encryption. SSL is "on" for STARTTLS too: readers that know only SSL
/// (Thunderbird, Delta Chat, FairEmail) would take "off" for plaintext.
struct TransportWords {
    std::string_view ssl;
    std::string_view encryption;
};
constexpr TransportWords words_for(Transport transport) {
    switch (transport) {
    case Transport::implicit_tls:
        return {"on", "SSL"};
    case Transport::starttls:
        return {"on", "TLS"};
    case Transport::plaintext:
        break;
    }
    return {"off", "None"};
}

/// [MS-OXDSCLI] ErrorCode: the meaning of each code; the message is for people.
constexpr std::string_view message_for(OutlookError error) {
    switch (error) {
    case OutlookError::unknown_address:
        return "The address cannot be found";
    case OutlookError::no_services:
    case OutlookError::bad_configuration:
        return "Bad Address";
    case OutlookError::invalid_request:
        return "Invalid Request";
    case OutlookError::unavailable:
        return Response::unavailable_text;
    case OutlookError::not_available:
        break;
    }
    return "Provider is not available";
}

constexpr std::string_view on_off(bool value) {
    return value ? "on" : "off";
}

/// "HH:MM:SS.fffffff".
std::string format_time(std::chrono::microseconds time_of_day) {
    const auto total = time_of_day.count();
    std::string out = "00:00:00.0000000";
    const auto put = [&](std::size_t first, std::size_t digits, std::int64_t value) {
        for (std::size_t i = first + digits; i > first; value /= 10) {
            out[--i] = static_cast<char>('0' + value % 10);
        }
    };
    put(0, 2, total / 3'600'000'000 % 24);
    put(3, 2, total / 60'000'000 % 60);
    put(6, 2, total / 1'000'000 % 60);
    put(9, 6, total % 1'000'000);
    return out;
}

/// A Response whose body is filled by `write_body(XmlWriter&)` inside <Autodiscover>.
template <typename WriteBody>
Response document(WriteBody write_body) {
    Response response;
    response.content_type = "text/xml; charset=utf-8";
    response.headers.add(HeaderName::cache_control, "no-store")
        .add(HeaderName::x_content_type_options, "nosniff");
    Output out;
    out.reserve(2048);
    XmlWriter xml(out);
    xml.declaration(); // the very first bytes: the EWS Managed API reads it unconditionally
    xml.element("Autodiscover", {{"xmlns", outer_namespace}}, [&] { write_body(xml); });
    response.body = out.take();
    return response;
}

/// Nothing for an empty text: Thunderbird reads an empty element as the truth value true.
void optional_text(XmlWriter& xml, std::string_view name, std::string_view text) {
    if (!text.empty()) {
        xml.text_element(name, text);
    }
}

/// Secure Password Authentication means NTLM or Kerberos, not "encrypted password".
bool needs_spa(const Service& service) {
    return std::all_of(service.authentication.begin(), service.authentication.end(), [](Authentication a) {
        return a == Authentication::ntlm || a == Authentication::gssapi;
    });
}

bool needs_login(const Service& service) {
    return std::any_of(service.authentication.begin(), service.authentication.end(),
                       [](Authentication a) { return a != Authentication::none; });
}

/// Whether mail is sent with the login that it is fetched with.
bool has_same_login(const Account& account, const Service& outgoing) {
    const Service* incoming = account.offered(ServiceType::imap);
    if (incoming == nullptr) {
        incoming = account.offered(ServiceType::pop3);
    }
    return incoming != nullptr && needs_login(outgoing) &&
           account.username_template(*incoming) == account.username_template(outgoing);
}

// The order of elements is TechNet's (cc511507). Those with a default that differs between texts are always
// written.

void write_validity(XmlWriter& xml, const OutlookPolicy& policy) {
    if (policy.expiration_date) {
        xml.text_element("ExpirationDate", write_date(*policy.expiration_date, ""));
    }
    xml.number_element("TTL", policy.ttl_hours);
}

void write_login(XmlWriter& xml, const Account& account, const Service& service) {
    if (account.subject.mailbox != nullptr || !account.username_template(service).needs_mailbox()) {
        optional_text(xml, "LoginName", account.username(service));
    }
    xml.text_element("DomainRequired", "off");
    xml.text_element("SPA", on_off(needs_spa(service)));
}

void write_protocol(XmlWriter& xml, const Account& account, const Service& service, std::string_view type) {
    const TransportWords words = words_for(service.transport);
    xml.element("Protocol", [&] {
        xml.text_element("Type", type);
        write_validity(xml, account.policies().outlook);
        xml.text_element("Server", account.host(service));
        xml.number_element("Port", service.port);
        write_login(xml, account, service);
        xml.text_element("SSL", words.ssl);
        xml.text_element("Encryption", words.encryption);
        xml.text_element("AuthRequired", on_off(needs_login(service)));
        if (service.type == ServiceType::submission) {
            xml.text_element("UsePOPAuth", on_off(has_same_login(account, service)));
        }
    });
}

/// A service whose Server is a URL, which says all that Port and Encryption would.
void write_dav(XmlWriter& xml, const Account& account, const Service& service, std::string_view type) {
    xml.element("Protocol", [&] {
        xml.text_element("Type", type);
        write_validity(xml, account.policies().outlook);
        xml.text_element("Server", account.url(service));
        write_login(xml, account, service);
        xml.text_element("SSL", "on");
        xml.text_element("AuthRequired", on_off(needs_login(service)));
    });
}

/// [MS-OXDSCLI] User. Its DisplayName is that of a person, which we do not know: without it clients take the
/// name that was typed.
void write_user(XmlWriter& xml, const Account& account) {
    xml.element("User", [&] { // the EWS Managed API wants it, with any content
        if (account.subject.mailbox != nullptr) {
            xml.text_element("AutoDiscoverSMTPAddress", account.subject.mailbox->address());
        }
    });
}

/// A <Response> of the outlook schema with an <Account> that `write_rest(XmlWriter&)` completes.
template <typename WriteRest>
Response outlook_document(const Account& account, std::string_view action, WriteRest write_rest) {
    return document([&](XmlWriter& xml) {
        xml.element("Response", {{"xmlns", outlook_namespace}}, [&] {
            write_user(xml, account);
            xml.element("Account", [&] {
                xml.text_element("AccountType", "email");
                xml.text_element("Action", action);
                write_rest(xml);
            });
        });
    });
}

/// A <Response> of the mobilesync schema for a mailbox, with an <Action> that `write_action(XmlWriter&)`
/// fills.
template <typename WriteAction>
Response mobilesync_document(const Mailbox& mailbox, WriteAction write_action) {
    return document([&](XmlWriter& xml) {
        xml.element("Response", {{"xmlns", mobilesync_namespace}}, [&] {
            xml.text_element("Culture", "en:us");
            // [MS-ASCMD] 2.2.3.49.1: DisplayName as above
            xml.element("User", [&] { xml.text_element("EMailAddress", mailbox.address()); });
            xml.element("Action", [&] { write_action(xml); });
        });
    });
}

} // namespace

Response outlook_settings(const Account& account) {
    return outlook_document(account, "settings", [&](XmlWriter& xml) {
        if (account.provider().home_url) {
            xml.text_element("ServiceHome", *account.provider().home_url);
        }
        for (const TypeWord& entry : mail_types) {
            if (const Service* service = account.offered(entry.type)) {
                write_protocol(xml, account, *service, entry.word);
            }
        }
        if (account.policies().outlook.dav) {
            for (const TypeWord& entry : dav_types) {
                if (const Service* service = account.offered(entry.type)) {
                    write_dav(xml, account, *service, entry.word);
                }
            }
        }
    });
}

Response outlook_redirect(const Account& account, const Mailbox& target) {
    return outlook_document(account, "redirectAddr",
                            [&](XmlWriter& xml) { xml.text_element("RedirectAddr", target.address()); });
}

Response outlook_redirect(const Account& account, std::string_view url) {
    return outlook_document(account, "redirectUrl",
                            [&](XmlWriter& xml) { xml.text_element("RedirectUrl", url); });
}

Response mobilesync_settings(const Account& account) {
    // What the client logs in with: there is no other word for it.
    return mobilesync_document(*account.owner().mailbox, [&](XmlWriter& xml) {
        xml.element("Settings", [&] {
            xml.element("Server", [&] {
                xml.text_element("Type", "MobileSync");
                xml.text_element("Url", *account.policies().outlook.activesync_url);
                xml.text_element("Name", *account.policies().outlook.activesync_url);
            });
        });
    });
}

Response mobilesync_redirect(const Account& account, const Mailbox& target) {
    return mobilesync_document(*account.subject.mailbox,
                               [&](XmlWriter& xml) { xml.text_element("Redirect", target.address()); });
}

Response outlook_error(OutlookError error, std::chrono::microseconds time_of_day, std::uint32_t instance_id) {
    return document([&](XmlWriter& xml) {
        const auto write_error = [&] {
            xml.number_element("ErrorCode", static_cast<int>(error));
            xml.text_element("Message", message_for(error));
            xml.empty_element("DebugData");
        };
        xml.element("Response", [&] { // in the outer namespace, as Microsoft's schema has it
            xml.element("Error", {{"Time", format_time(time_of_day)}, {"Id", std::to_string(instance_id)}},
                        write_error);
        });
    });
}

} // namespace autodiscover
