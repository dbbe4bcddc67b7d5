// SPDX-License-Identifier: MIT
#include "import_automx2_servers.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "import_values.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;

constexpr auto authentication_words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"plain", "password-cleartext"},
    {"login", "password-cleartext"},
    {"password-cleartext", "password-cleartext"},
    {"cram-md5", "password-encrypted"},
    {"digest-md5", "password-encrypted"},
    {"password-encrypted", "password-encrypted"},
    {"ntlm", "ntlm"},
    {"gssapi", "gssapi"},
    {"oauth2", "oauth2"},
    {"tls-client-cert", "tls-client-cert"},
    {"none", "none"},
});

struct ServerType {
    std::string_view name; // theirs
    std::string_view tls, starttls;
    long port; // theirs, when none is named
};
constexpr auto server_types = std::to_array<ServerType>({
    {"imap", "imaps", "imap", 993},
    {"pop", "pop3s", "pop3", 995},
    {"pop3", "pop3s", "pop3", 995},
    {"smtp", "submissions", "submission", 465},
});

struct Candidate {
    long priority = 10;
    ImportedService service{};
};

/// "{NAME}" and "%NAME%" become "%NAME%".
std::string with_our_placeholders(std::string_view text) {
    std::string pattern(text);
    for (const std::string_view name : {"EMAILADDRESS", "EMAILLOCALPART", "EMAILDOMAIN"}) {
        const std::string theirs = "{" + std::string(name) + "}";
        const std::string ours = "%" + std::string(name) + "%";
        for (std::size_t at = pattern.find(theirs); at != std::string::npos; at = pattern.find(theirs)) {
            pattern.replace(at, theirs.size(), ours);
        }
    }
    return pattern;
}

Result<Template> parse_pattern(std::string_view text) {
    const std::string pattern = with_our_placeholders(text);
    constexpr std::size_t longest = 255; // services.SERVICE.username
    if (count_code_points(pattern) > longest) {
        return Error{"it is longer than 255 characters"};
    }
    return parse_username(pattern);
}

/// As automx2 has it: the word, else the port decides.
std::string_view read_transport(ForeignValue& server, long port, Notes& notes) {
    constexpr std::array tls_ports = {465L, 993L, 995L};
    const bool is_tls_port = std::find(tls_ports.begin(), tls_ports.end(), port) != tls_ports.end();
    const std::string_view by_port = is_tls_port ? "tls" : "starttls";
    ForeignValue* const socket = server.take("socket_type");
    if (socket == nullptr) {
        return by_port;
    }
    const std::string_view word = transport_word(socket->text);
    if (word.empty()) {
        refuse(*socket, "it should be SSL, STARTTLS or plain; the port decides", notes);
    }
    return word.empty() ? by_port : word;
}

void read_authentication(ForeignValue& server, ImportedService& service) {
    ForeignValue* const word = server.take("authentication");
    if (word == nullptr) {
        return;
    }
    const auto* const known =
        std::find_if(authentication_words.begin(), authentication_words.end(),
                     [&](const auto& pair) { return equals_ignoring_case(word->text, pair.first); });
    if (known == authentication_words.end()) {
        refuse(*word, "there is no such word here; password-cleartext is used", service.notes);
    } else {
        service.authentication = {std::string(known->second)};
    }
}

/// A mail server; nothing and a note when it has no usable name.
std::optional<Candidate> read_server(ForeignValue& server, const ServerType& type, Notes& notes) {
    Candidate found;
    ImportedService& service = found.service;
    const std::optional<long> port = take_number(server, "port", 1, 65535, service.notes);
    const bool has_word = server.take("socket_type") != nullptr;
    const std::string_view transport = read_transport(server, port.value_or(type.port), service.notes);
    service.key = transport == "tls" ? type.tls : type.name == "smtp" && port == 25 ? "smtp" : type.starttls;
    // Without a port the name of the service gives one, which fits the protection.
    set_transport(service, transport, port || has_word ? port : std::optional(type.port));
    found.priority = take_number(server, "prio", 0, 1'000'000, service.notes).value_or(found.priority);
    service.username =
        take_parsed(server, "user_name", parse_pattern, service.notes).value_or(service.username);
    read_authentication(server, service);
    const auto host = take_parsed(server, "name", parse_host, service.notes);
    if (!host) {
        notes.insert(notes.end(), service.notes.begin(), service.notes.end());
        notes.push_back(server.path + " is not written: it has no usable name");
        return std::nullopt;
    }
    service.host = *host;
    return found;
}

/// A URL as automx2 takes it: the scheme may be missing.
Result<std::string> parse_dav_url(std::string_view text) {
    constexpr std::size_t longest = 1000; // services.caldav.url
    std::string url = with_our_placeholders(text);
    if (!has_any_scheme(url)) {
        url = "https://" + url;
    }
    if (count_code_points(url) > longest) {
        return Error{"it is longer than 1000 characters"};
    }
    const Result<ServiceUrl> parsed = parse_service_url(url);
    if (!parsed) {
        return parsed.error();
    }
    return parsed->url.text();
}

/// Puts a port that stands beside the URL into it.
void add_port(std::string& text, long port) {
    const Result<Url> url = Url::parse(text);
    if (port != 443 && url && url->authority() == url->host()) {
        std::string authority(url->host());
        authority.append(":").append(std::to_string(port));
        text = url->with_authority(authority).text();
    }
}

/// Calendars or address books; nothing and a note when there is no usable URL.
std::optional<Candidate> read_dav(ForeignValue& server, std::string_view key, Notes& notes) {
    Candidate found;
    ImportedService& service = found.service;
    service.key = key;
    service.transport = "tls";
    const long port = take_number(server, "port", 1, 65535, service.notes).value_or(443);
    const bool has_tls = take_flag(server, "use_ssl", service.notes).value_or(true);
    const bool has_domain = take_flag(server, "domain_required", service.notes).value_or(true);
    found.priority = take_number(server, "prio", 0, 1'000'000, service.notes).value_or(found.priority);
    service.username = take_parsed(server, "user_name", parse_pattern, service.notes)
                           .value_or(has_domain ? service.username : "%EMAILLOCALPART%");
    read_authentication(server, service);
    const auto url = take_parsed(server, "url", parse_dav_url, service.notes);
    if (!url || !has_tls) {
        notes.insert(notes.end(), service.notes.begin(), service.notes.end());
        notes.push_back(
            server.path + " is not written: " +
            (url ? "only https is spoken with calendars and address books" : "it has no usable URL"));
        return std::nullopt;
    }
    service.url = *url;
    add_port(service.url, port);
    return found;
}

/// A member of `servers` or `davservers`; DAV servers stand in either.
std::optional<Candidate> read_entry(ForeignValue& server, Notes& notes) {
    ForeignValue* const type = server.take("type");
    const std::string word = type == nullptr ? "" : lower_case(type->text);
    const auto* const known = std::find_if(server_types.begin(), server_types.end(),
                                           [&](const ServerType& each) { return each.name == word; });
    if (known != server_types.end()) {
        return read_server(server, *known, notes);
    }
    if (word == "caldav" || word == "carddav") {
        return read_dav(server, word, notes);
    }
    server.use_all();
    refuse(type == nullptr ? server : *type, "it is none of imap, pop, smtp, caldav and carddav", notes);
    return std::nullopt;
}

} // namespace

std::vector<ImportedService> read_automx2_servers(ForeignValue& provider, Notes& notes) {
    std::vector<Candidate> candidates;
    for (const std::string_view key : {"servers", "davservers"}) {
        ForeignValue* const servers = provider.take(key, Kind::list);
        if (servers == nullptr) {
            continue;
        }
        for (ForeignValue& server : servers->members) {
            if (auto candidate = read_entry(server, notes)) {
                candidates.push_back(std::move(*candidate));
            }
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.priority < b.priority; });
    std::vector<ImportedService> services;
    for (Candidate& candidate : candidates) {
        ImportedService& service = candidate.service;
        const bool is_taken =
            std::any_of(services.begin(), services.end(),
                        [&](const ImportedService& other) { return other.key == service.key; });
        if (is_taken) {
            notes.push_back("not carried over: " + service.key + " on " + service.host + service.url +
                            ": a domain has one service of a name, and an earlier server is it");
        } else {
            services.push_back(std::move(service));
        }
    }
    return services;
}

} // namespace autodiscover
