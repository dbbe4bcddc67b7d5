// SPDX-License-Identifier: MIT
// The config.toml of lacontrevoie/autodiscover.
#include "import_values.hpp"
#include "imported.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;

/// Their sections and our services, in the order in which that program names them to clients.
constexpr auto service_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"imaps", "imaps"},
    {"pops", "pop3s"},
    {"imap", "imap"},
    {"pop", "pop3"},
    {"smtps", "submissions"},
    {"submission", "submission"},
    {"smtp", "smtp"},
});

/// A section that is not there is an empty one.
ForeignValue& section(ForeignValue& root, std::string_view name, ForeignValue& none) {
    ForeignValue* const found = root.take(name, Kind::table);
    return found != nullptr ? *found : none;
}

void read_login(ForeignValue& table, ImportedService& service) {
    ForeignValue* const login = table.take("login");
    if (login == nullptr || equals_ignoring_case(login->text, "emaildom")) {
        return;
    }
    if (equals_ignoring_case(login->text, "localpart")) {
        service.username = "%EMAILLOCALPART%";
    } else {
        refuse(*login, "it should be Localpart or EmailDom; the full address is used", service.notes);
    }
}

void read_authentication(ForeignValue& table, ImportedService& service) {
    const bool is_encrypted = take_flag(table, "standard_password_encryption", service.notes).value_or(false);
    const bool is_ntlm = take_flag(table, "microsoft_password_encryption", service.notes).value_or(false);
    if (is_encrypted) {
        service.authentication = {"password-encrypted"};
    }
    if (is_ntlm) {
        service.authentication.emplace_back("ntlm");
        service.notes.push_back("microsoft_password_encryption: Outlook is told to use it (SPA) only where "
                                "`authentication` names nothing but ntlm or gssapi");
    }
}

std::string_view read_encryption(ForeignValue& table, ImportedService& service) {
    ForeignValue* const encryption = table.take("encryption");
    const std::string_view usual = service_default(service.key).transport;
    if (encryption == nullptr) {
        return usual;
    }
    const std::string_view word = transport_word(encryption->text);
    if (word.empty()) {
        refuse(*encryption, "it should be None, SSL or StartTLS", service.notes);
    }
    return word.empty() ? usual : word;
}

/// False when there is no usable host name.
bool read_host(ForeignValue& table, const Imported& imported, ImportedService& service) {
    const bool is_given = table.take("hostname") != nullptr;
    if (const auto host = take_parsed(table, "hostname", parse_host, service.notes)) {
        service.host = *host;
        return true;
    }
    if (!is_given) { // the releases before hostname was a key
        service.host = parse_domain(imported.domain)->view();
        service.notes.push_back("TO CHECK: the old file names no host here; its program told clients "
                                "general.domain");
    }
    return !is_given;
}

void read_service(ForeignValue& table, std::string_view key, Imported& imported) {
    Notes& notes = imported.notes;
    if (!take_flag(table, "enabled", notes).value_or(true)) {
        table.use_all();
        notes.push_back("[" + table.key + "] is disabled in the old file and not written");
        return;
    }
    ImportedService service;
    service.key = key;
    const bool has_host = read_host(table, imported, service);
    const std::string_view transport = read_encryption(table, service);
    const std::optional<long> port = take_number(table, "port", 1, 65535, service.notes);
    set_transport(service, transport, port);
    read_login(table, service);
    read_authentication(table, service);
    if (has_host) {
        imported.services.push_back(std::move(service));
    } else {
        notes.insert(notes.end(), service.notes.begin(), service.notes.end());
        notes.push_back("[" + table.key + "] is not written: it has no usable hostname");
    }
}

void read_general(ForeignValue& general, Imported& imported) {
    Notes& notes = imported.notes;
    imported.name = take_text(general, "full_name", 60, notes).value_or("");
    imported.short_name = take_text(general, "short_name", 20, notes).value_or("");
    imported.help_url = take_parsed(general, "support_url", parse_url, notes).value_or("");
    if (imported.name.empty()) {
        imported.name = parse_domain(imported.domain)->view().substr(0, 60);
        notes.push_back("TO CHECK: there is no general.full_name; the domain stands in for the name");
    }
    if (ForeignValue* const address = general.take("listening_address")) {
        refuse(*address, "the web server speaks HTTP now; the socket between the two is `server.listen`",
               notes);
    }
    if (ForeignValue* const debug = general.take("debug_mode")) {
        refuse(*debug, "see `log.level`", notes);
    }
}

void read_formats(ForeignValue& root, Imported& imported) {
    ForeignValue none;
    Notes& notes = imported.notes;
    ForeignValue& autodiscover = section(root, "autodiscover", none);
    imported.outlook = take_flag(autodiscover, "enabled", notes).value_or(true);
    imported.url = take_parsed(autodiscover, "address", parse_base_url, notes).value_or("");
    imported.outlook_ttl = take_number(autodiscover, "ttl", 0, 8760, notes);
    ForeignValue& autoconfig = section(root, "autoconfig", none);
    imported.autoconfig = take_flag(autoconfig, "enabled", notes).value_or(true);
    imported.help_lang = "en";
    imported.help_text = take_text(autoconfig, "support_descr", 500, notes).value_or("");
    if (imported.help_url.empty() && !imported.help_text.empty()) {
        refuse(*autoconfig.take("support_descr"), "it describes general.support_url, which is not there",
               notes);
    }
    ForeignValue& mobileconfig = section(root, "mobileconfig", none);
    imported.mobileconfig = take_flag(mobileconfig, "enabled", notes).value_or(true);
    imported.profile_description = take_text(mobileconfig, "description", 500, notes).value_or("");
}

} // namespace

std::optional<Imported> import_predecessor(const Source& source, ForeignValue& root) {
    ForeignValue none;
    ForeignValue& general = section(root, "general", none);
    if (general.kind != Kind::table) {
        source.error({},
                     "is neither a config.toml of autodiscover, which has a section [general], nor a JSON "
                     "seed of automx2");
        return std::nullopt;
    }
    Imported imported;
    Notes& notes = imported.notes;
    notes.push_back("Imported from a config.toml. Read the comments, then: autodiscover check FILE");
    Notes refusal;
    imported.domain = take_parsed(general, "domain", parse_domain, refusal).value_or("");
    if (imported.domain.empty()) {
        source.error({}, refusal.empty() ? "general.domain is missing" : refusal.front());
        return std::nullopt;
    }
    imported.domains.emplace_back().name = imported.domain;
    read_general(general, imported);
    read_formats(root, imported);
    for (const auto& [theirs, ours] : service_names) {
        if (ForeignValue* const table = root.take(theirs, Kind::table)) {
            read_service(*table, ours, imported);
        }
    }
    const std::string domain(parse_domain(imported.domain)->view());
    if (std::any_of(imported.services.begin(), imported.services.end(),
                    [&](const ImportedService& service) { return service.host != domain; })) {
        notes.push_back(
            "The old program told Thunderbird general.domain as the host of every service; now each "
            "client is told the host of the service");
    }
    note_unused(root, notes);
    return imported;
}

} // namespace autodiscover
