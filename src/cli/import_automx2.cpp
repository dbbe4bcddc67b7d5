// SPDX-License-Identifier: MIT
// The JSON that fills the database of automx2: one provider, or a list of them.
#include "autodiscover/cli/import_values.hpp"
#include "autodiscover/cli/imported.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/values.hpp"

#include <algorithm>
#include <set>
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
    long priority;
    ImportedService service;
};

/// "{NAME}" and "%NAME%" become "%NAME%".
Result<Template> parse_pattern(std::string_view text) {
    std::string pattern(text);
    for (const std::string_view name : {"EMAILADDRESS", "EMAILLOCALPART", "EMAILDOMAIN"}) {
        const std::string theirs = "{" + std::string(name) + "}";
        const std::string ours = "%" + std::string(name) + "%";
        for (std::size_t at = pattern.find(theirs); at != std::string::npos; at = pattern.find(theirs)) {
            pattern.replace(at, theirs.size(), ours);
        }
    }
    constexpr std::size_t longest = 255; // services.SERVICE.username
    return count_code_points(pattern) > longest ? Result<Template>(Error{"it is longer than 255 characters"})
                                                : parse_username(pattern);
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
    Candidate found{10, {}};
    ImportedService& service = found.service;
    const std::optional<long> port = take_number(server, "port", 1, 65535, service.notes);
    const bool has_word = server.take("socket_type") != nullptr;
    const std::string_view transport = read_transport(server, port.value_or(type.port), service.notes);
    service.key = transport == "tls" ? type.tls : type.name == "smtp" && port == 25 ? "smtp" : type.starttls;
    // Without a port the name of the service gives one, which fits the protection.
    set_transport(service, transport, port || has_word ? port : std::optional(type.port));
    found.priority = take_number(server, "prio", 0, 1'000'000, service.notes).value_or(10);
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

void refuse_dav(ForeignValue& server, Notes& notes) {
    ForeignValue* const url = server.take("url");
    const std::string what = url == nullptr ? server.path : show_value(*url);
    server.use_all();
    notes.push_back("not carried over: " + what + ": calendars and address books are not configured here");
}

/// A member of `servers`; DAV servers stand among them.
std::optional<Candidate> read_entry(ForeignValue& server, Notes& notes) {
    ForeignValue* const type = server.take("type");
    const std::string word = type == nullptr ? "" : lower_case(type->text);
    const auto* const known = std::find_if(server_types.begin(), server_types.end(),
                                           [&](const ServerType& each) { return each.name == word; });
    if (known != server_types.end()) {
        return read_server(server, *known, notes);
    }
    if (word == "caldav" || word == "carddav") {
        refuse_dav(server, notes);
    } else {
        server.use_all();
        refuse(type == nullptr ? server : *type, "it is no mail server: imap, pop or smtp", notes);
    }
    return std::nullopt;
}

/// The servers of a provider in the order of their priority, one for each of our services.
std::vector<ImportedService> read_servers(ForeignValue& provider, Notes& notes) {
    std::vector<Candidate> candidates;
    if (ForeignValue* const servers = provider.take("servers", Kind::list)) {
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
            notes.push_back("not carried over: " + service.key + " on " + service.host +
                            ": a domain has one service of a name, and an earlier server is it");
        } else {
            services.push_back(std::move(service));
        }
    }
    return services;
}

/// `known`: the domains so far, in A-labels.
void read_domain(ForeignValue& entry, std::set<std::string>& known, std::vector<ImportedDomain>& domains,
                 Notes& notes) {
    ForeignValue lone; // automx2 2026.0 and older list names, later ones objects
    lone.kind = Kind::table;
    if (entry.kind != Kind::table) {
        entry.use_all();
        lone.members.push_back(entry);
        lone.members.back().key = "name";
    }
    ForeignValue& table = entry.kind == Kind::table ? entry : lone;
    ImportedDomain domain;
    domain.name = take_parsed(table, "name", parse_domain, notes).value_or("");
    if (ForeignValue* const ldap = table.take("ldapserver_id")) {
        refuse(*ldap, "login names are not looked up by LDAP; say how they are made with `username`",
               domain.notes);
    }
    if (domain.name.empty()) {
        return;
    }
    if (known.emplace(parse_domain(domain.name)->view()).second) {
        domains.push_back(std::move(domain));
    } else {
        notes.push_back(entry.path + ": " + domain.name + " is listed twice; the first entry counts");
    }
}

/// Servers that are no mail servers: bind_password and the like must not be printed.
void refuse_others(ForeignValue& provider, Notes& notes) {
    for (const std::string_view key : {"ldapservers", "ldapserver"}) {
        if (ForeignValue* const servers = provider.take(key)) {
            servers->use_all();
            notes.push_back("not carried over: " + servers->path +
                            ": login names are not looked up by LDAP; say how they are made with `username`");
        }
    }
    if (ForeignValue* const servers = provider.take("davservers", Kind::list)) {
        for (ForeignValue& server : servers->members) {
            refuse_dav(server, notes);
        }
    }
    provider.take("version");
}

struct ProviderNames {
    std::string name, short_name;
};

/// automx2 takes the first word of the name for the short name.
ProviderNames read_names(ForeignValue& provider, std::string_view domain, Notes& notes) {
    ProviderNames names{take_text(provider, "provider", 60, notes).value_or(""),
                        take_text(provider, "short_name", 20, notes).value_or("")};
    if (names.name.empty()) {
        names.name = parse_domain(domain)->view().substr(0, 60);
        notes.push_back("TO CHECK: a provider has no name; its first domain stands in");
    }
    const std::string first_word = names.name.substr(0, names.name.find(' '));
    if (names.short_name.empty() && count_code_points(first_word) <= 20) {
        names.short_name = first_word;
    }
    return names;
}

void read_provider(ForeignValue& provider, std::set<std::string>& known, Imported& imported) {
    Notes& notes = imported.notes;
    std::vector<ImportedDomain> domains;
    if (ForeignValue* const list = provider.take("domains", Kind::list)) {
        for (ForeignValue& entry : list->members) {
            read_domain(entry, known, domains, notes);
        }
    }
    refuse_others(provider, notes);
    std::vector<ImportedService> services = read_servers(provider, notes);
    if (domains.empty()) {
        provider.use_all();
        notes.push_back("not carried over: " + (provider.path.empty() ? "the provider" : provider.path) +
                        ": it has no domain of its own");
        return;
    }
    const ProviderNames names = read_names(provider, domains.front().name, notes);
    const bool is_first = imported.domain.empty();
    if (is_first) {
        imported.domain = domains.front().name;
        imported.name = names.name;
        imported.short_name = names.short_name;
        imported.services = std::move(services);
    }
    for (ImportedDomain& domain : domains) {
        if (!is_first) {
            domain.provider_name = names.name;
            domain.short_name = names.short_name;
            domain.services = services;
        }
        imported.domains.push_back(std::move(domain));
    }
}

} // namespace

std::optional<Imported> import_automx2(const Source& source, ForeignValue& root) {
    Imported imported;
    imported.notes.push_back(
        "Imported from a seed of automx2. Read the comments, then: autodiscover check FILE");
    std::set<std::string> known;
    ForeignValue* const list = root.kind == Kind::list ? &root : root.take("providers", Kind::list);
    if (list == nullptr) {
        read_provider(root, known, imported);
    } else {
        for (ForeignValue& provider : list->members) {
            read_provider(provider, known, imported);
        }
    }
    if (imported.domain.empty()) {
        source.error({},
                     "is no seed of automx2: it needs `provider`, `domains` with a domain, and `servers`");
        return std::nullopt;
    }
    note_unused(root, imported.notes);
    return imported;
}

} // namespace autodiscover
