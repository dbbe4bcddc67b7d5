// SPDX-License-Identifier: MIT
// The words of each format, turned back into the field's. They are written down here a second time on
// purpose: a table that asked the writers' own tables could not show that one of them is wrong.
#include "autodiscover/cli/told.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_tree.hpp"
#include "autodiscover/model/url.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace autodiscover {

namespace {

constexpr std::string_view tls = "TLS";
constexpr std::string_view starttls = "STARTTLS";
constexpr std::string_view either = "TLS or STARTTLS";
constexpr std::string_view none = "none";

std::string service_of(std::string_view word) {
    std::string service = lower_case(word);
    return service == "smtp" || service == "submit" ? "submission" : service;
}

std::string_view direction_of(std::string_view service) {
    return service == "imap" || service == "pop3" || service == "jmap" ? "incoming"
           : service == "submission"                                   ? "outgoing"
                                                                       : "other";
}

/// The word of a format for the security of a connection; one that is not expected is shown as it is.
struct SecurityWord {
    std::string_view word;
    std::string_view security;
};
template <std::size_t Size>
std::string security_of(std::string_view word, const std::array<SecurityWord, Size>& words) {
    const auto found =
        std::find_if(words.begin(), words.end(), [&](const SecurityWord& w) { return w.word == word; });
    return std::string(found == words.end() ? word : found->security);
}
constexpr std::array autoconfig_words = {SecurityWord{"SSL", tls}, SecurityWord{"STARTTLS", starttls},
                                         SecurityWord{"plain", none}}; // [autoconfig-06] socketType
constexpr std::array outlook_words = {SecurityWord{"SSL", tls}, SecurityWord{"TLS", starttls},
                                      SecurityWord{"None", none}}; // [MS-OXDSCLI] Encryption

/// A server that is reached by URL.
ToldServer by_url(std::string_view service, std::string_view url) {
    ToldServer server{std::string(direction_of(service)), std::string(service)};
    server.url = url;
    server.security = has_https_scheme(url) ? tls : none;
    return server;
}

XmlTree read_document(const std::string& document) {
    const Result<XmlTree> root = read_xml(document, xml_limits_of_documents);
    if (!root) {
        throw std::invalid_argument("a document that its own reader does not understand: " +
                                    root.error().message);
    }
    return *root;
}

ToldServer autoconfig_server(XmlTree element) {
    const std::string service = service_of(attribute_of(element, "type"));
    ToldServer server;
    if (const XmlTree url = child(element, "url"); !url.empty()) {
        server = by_url(service, text_of(url));
    } else {
        server.service = service;
        server.host = text_of(child(element, "hostname"));
        server.port = text_of(child(element, "port"));
        server.security = security_of(text_of(child(element, "socketType")), autoconfig_words);
    }
    server.direction = name_of(element) == "incomingServer"   ? "incoming"
                       : name_of(element) == "outgoingServer" ? "outgoing"
                                                              : "other";
    server.login = text_of(child(element, "username"));
    return server;
}

void find_autoconfig_servers(XmlTree parent, Told& told) {
    for (const XmlTree element : children(parent)) {
        if (!child(element, "hostname").empty() || !child(element, "url").empty()) {
            told.servers.push_back(autoconfig_server(element));
        } else if (name_of(element) == "webMail") {
            told.servers.push_back(by_url("webmail", attribute_of(child(element, "loginPage"), "url")));
        } else {
            find_autoconfig_servers(element, told);
        }
    }
}

ToldServer outlook_server(XmlTree protocol) {
    const std::string service = service_of(text_of(child(protocol, "Type")));
    const std::string_view name = text_of(child(protocol, "Server"));
    ToldServer server;
    if (has_any_scheme(name)) { // CalDAV and CardDAV
        server = by_url(service, name);
    } else {
        server.service = service;
        server.direction = direction_of(service);
        server.host = name;
        server.port = text_of(child(protocol, "Port"));
        server.security = security_of(text_of(child(protocol, "Encryption")), outlook_words);
    }
    server.login = text_of(child(protocol, "LoginName"));
    return server;
}

/// The value that follows a key of a property list's dictionary; empty when there is none.
XmlTree plist_value(XmlTree dictionary, std::string_view key) {
    const std::vector<XmlTree> all = children(dictionary);
    for (std::size_t i = 0; i + 1 < all.size(); i += 2) {
        if (text_of(all[i]) == key) {
            return all[i + 1];
        }
    }
    return {};
}

std::string plist_text(XmlTree dictionary, std::string_view key) {
    return std::string(text_of(plist_value(dictionary, key)));
}

ToldServer profile_server(XmlTree payload, const std::string& keys, std::string_view direction) {
    ToldServer server{std::string(direction), "submission"};
    if (direction == "incoming") {
        server.service = plist_text(payload, "EmailAccountType") == "EmailTypePOP" ? "pop3" : "imap";
    }
    server.host = plist_text(payload, keys + "HostName");
    server.port = plist_text(payload, keys + "PortNumber");
    server.security = name_of(plist_value(payload, keys + "UseSSL")) == "true" ? either : none;
    server.login = plist_text(payload, keys + "Username");
    return server;
}

/// A payload of one server that is no mail server; a port that is not told is the one that goes with TLS.
struct ProfilePayload {
    std::string_view type, service, host, port, ssl, username, usual_port;
};
constexpr std::array profile_payloads = {
    ProfilePayload{"com.apple.caldav.account", "caldav", "CalDAVHostName", "CalDAVPort", "CalDAVUseSSL",
                   "CalDAVUsername", "443"},
    ProfilePayload{"com.apple.carddav.account", "carddav", "CardDAVHostName", "CardDAVPort", "CardDAVUseSSL",
                   "CardDAVUsername", "443"},
    ProfilePayload{"com.apple.ldap.account", "ldap", "LDAPAccountHostName", "", "LDAPAccountUseSSL",
                   "LDAPAccountUserName", "636"},
    ProfilePayload{"com.apple.eas.account", "activesync", "Host", "", "SSL", "UserName", "443"},
};

void find_profile_servers(XmlTree payload, Told& told) {
    const std::string type = plist_text(payload, "PayloadType");
    if (type == "com.apple.mail.managed") {
        told.servers.push_back(profile_server(payload, "IncomingMailServer", "incoming"));
        told.servers.push_back(profile_server(payload, "OutgoingMailServer", "outgoing"));
        return;
    }
    for (const ProfilePayload& known : profile_payloads) {
        if (known.type == type) {
            ToldServer server{"other", std::string(known.service)};
            const std::string port = plist_text(payload, known.port);
            server.host = plist_text(payload, known.host);
            server.port = port.empty() ? known.usual_port : port;
            server.security = name_of(plist_value(payload, known.ssl)) == "true" ? tls : none;
            server.login = plist_text(payload, known.username);
            told.servers.push_back(std::move(server));
        }
    }
}

/// RFC 6186, RFC 8314 section 5.1, RFC 5804, RFC 8620, RFC 6764; Autodiscover's is Microsoft's.
struct SrvLabel {
    std::string_view label, service, security;
};
constexpr std::array srv_labels = {
    SrvLabel{"_imaps", "imap", tls},
    SrvLabel{"_imap", "imap", starttls},
    SrvLabel{"_pop3s", "pop3", tls},
    SrvLabel{"_pop3", "pop3", starttls},
    SrvLabel{"_submissions", "submission", tls},
    SrvLabel{"_submission", "submission", starttls},
    SrvLabel{"_sieve", "managesieve", starttls},
    SrvLabel{"_jmap", "jmap", tls},
    SrvLabel{"_caldavs", "caldav", tls},
    SrvLabel{"_carddavs", "carddav", tls},
    SrvLabel{"_autodiscover", "autodiscover", tls},
};

ToldServer srv_server(const std::string& owner, const std::string& port, std::string host) {
    const std::string label = owner.substr(0, owner.find('.'));
    const auto* const found = std::find_if(srv_labels.begin(), srv_labels.end(),
                                           [&](const SrvLabel& s) { return s.label == label; });
    ToldServer server;
    server.service = found == srv_labels.end() ? label : found->service;
    server.security = found == srv_labels.end() ? "" : found->security;
    server.direction = direction_of(server.service);
    host.pop_back(); // the dot
    server.host = std::move(host);
    server.port = port;
    return server;
}

} // namespace

void read_told_autoconfig(const std::string& document, Told& told) {
    find_autoconfig_servers(read_document(document), told);
}

void read_told_outlook(const std::string& document, Told& told) {
    const XmlTree response = child(read_document(document), "Response");
    const XmlTree error = child(response, "Error");
    const XmlTree account = child(response, "Account");
    if (!error.empty() || account.empty()) {
        told.refusal = "error";
        for (const std::string_view part : {"ErrorCode", "Message"}) {
            told.refusal.append(" ").append(text_of(child(error, part)));
        }
        return;
    }
    for (const std::string_view name : {"RedirectAddr", "RedirectUrl"}) {
        told.pointer.append(text_of(child(account, name)));
    }
    for (const XmlTree element : children(account)) {
        if (name_of(element) == "Protocol") {
            told.servers.push_back(outlook_server(element));
        }
    }
}

void read_told_pointer(const std::string& document, Told& told) {
    told.pointer = nlohmann::json::parse(document).at("Url").get<std::string>();
}

void read_told_profile(const std::string& document, Told& told) {
    const XmlTree dictionary = child(read_document(document), "dict");
    for (const XmlTree payload : children(plist_value(dictionary, "PayloadContent"))) {
        find_profile_servers(payload, told);
    }
}

/// [pacc-03]: the port is IANA's, the transport implicit TLS, the login name the full address. The members
/// of the format only: "smtp" says to readers of an older draft what "submit" says.
void read_told_pacc(const std::string& document, Told& told) {
    const nlohmann::json json = nlohmann::json::parse(document);
    for (const PaccWord& word : pacc_words) {
        const auto found = json.at("protocols").find(std::string(word.key));
        if (found == json.at("protocols").end()) {
            continue;
        }
        ToldServer server = by_url(service_of(word.key), found->value("url", ""));
        if (word.port != 0) {
            server.host = found->value("host", "");
            server.port = std::to_string(word.port);
            server.security = tls;
        }
        server.login = "%EMAILADDRESS%";
        told.servers.push_back(std::move(server));
    }
}

void read_told_zone(const std::string& document, Told& told) {
    std::istringstream lines(document);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string owner, ttl, in, type, priority, weight, port, host;
        if (!line.starts_with(';') &&
            words >> owner >> ttl >> in >> type >> priority >> weight >> port >> host && type == "SRV") {
            told.servers.push_back(srv_server(owner, port, std::move(host)));
        }
    }
    if (told.servers.empty()) {
        told.refusal = "no SRV records";
    }
}

} // namespace autodiscover
