// SPDX-License-Identifier: MIT
// The JSON that fills the database of automx2: one provider, or a list of them.
#include "import_automx2_servers.hpp"
#include "import_values.hpp"
#include "imported.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/values.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;

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
    std::vector<ImportedService> services = read_automx2_servers(provider, notes);
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
