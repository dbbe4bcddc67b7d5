// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_table.hpp"

#include "autodiscover/config/keys/key_rows.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace autodiscover {

namespace {

using enum Key::Kind;
using enum Template::Allowed;

// clang-format off
constexpr Key top[] = {
    {.name = "provider", .kind = mapping, .otherwise = "required",
     .help = "Who offers the service."},
    {.name = "services", .kind = mapping, .otherwise = "none",
     .help = "The mail servers that every domain gets unless it says otherwise."},
    {.name = "domains", .kind = mapping, .otherwise = "provider.domain",
     .help = "The domains that are served: a name, *.NAME for all below it, or * for any."},
    {.name = "domain_lists", .kind = list, .type = "a list of files", .otherwise = "none",
     .help = "Files with one domain a line, the last line with its end too, # for comments; these "
             "domains get the defaults. Paths are relative to this file."},
    {.name = "include", .kind = list, .type = "a list of file patterns", .otherwise = "none",
     .help = "Further files, such as domains.d/*.yaml, relative to this file; they may hold `domains`, "
             "`domain_lists`, `users` and `aliases`."},
    {.name = "users", .kind = mapping, .type = "a mapping of addresses to login names",
     .otherwise = "none",
     .help = "Logins that do not follow from the address, and *@DOMAIN for all others of a domain."},
    {.name = "aliases", .kind = mapping, .type = "a mapping of addresses to addresses",
     .otherwise = "none",
     .help = "Addresses that log in as another one does."},
    {.name = "logins", .kind = mapping,
     .help = "Who is sent the logins of `users` and `aliases`."},
    {.name = "autoconfig", .kind = mapping,
     .help = "Thunderbird and all clients that read Mozilla's autoconfig format."},
    {.name = "pacc", .kind = mapping,
     .help = "PACC, the IETF's coming JSON format; experimental."},
    {.name = "outlook", .kind = mapping,
     .help = "Outlook: Autodiscover in XML and JSON."},
    {.name = "mobileconfig", .kind = mapping,
     .help = "Apple Mail: configuration profiles."},
    {.name = "web", .kind = mapping,
     .help = "The page for people, at the root of the responder's hosts."},
    {.name = "server", .kind = mapping,
     .help = "The responder itself."},
    {.name = "log", .kind = mapping,
     .help = "What is written to standard error or the journal."},
};

constexpr Key users[] = {
    {.name = "ADDRESS", .type = "a login name, or a mapping", .max = 255, .placeholders = all,
     .otherwise = "required",
     .help = "Login of this address, or of all of a domain: *@DOMAIN; may hold %EMAILADDRESS%, "
             "%EMAILLOCALPART% and %EMAILDOMAIN%."},
};

constexpr Key user[] = {
    {.name = "username", .max = 255, .placeholders = all, .otherwise = "required",
     .help = "The login name."},
};

constexpr Key aliases[] = {
    {.name = "ADDRESS", .type = "an address", .otherwise = "required",
     .help = "The address that logs in instead; its domain must be served."},
};

constexpr Key included[] = {
    {.name = "domains", .kind = mapping, .otherwise = "none",
     .help = "As above."},
    {.name = "domain_lists", .kind = list, .type = "a list of files", .otherwise = "none",
     .help = "As above; paths are relative to the included file."},
    {.name = "users", .kind = mapping, .type = "a mapping of addresses to login names", .otherwise = "none",
     .help = "As above."},
    {.name = "aliases", .kind = mapping, .type = "a mapping of addresses to addresses", .otherwise = "none",
     .help = "As above."},
};
// clang-format on

constexpr KeySection top_table[] = {{"", top}};
constexpr KeySection login_table[] = {{"users", users}, {"users.ADDRESS", user}, {"aliases", aliases}};
constexpr KeySection included_table[] = {{"included file", included}};

} // namespace

std::span<const KeySection> key_table() noexcept {
    static const std::vector<KeySection> sections = [] {
        std::vector<KeySection> all;
        for (const std::span<const KeySection> each : std::initializer_list<std::span<const KeySection>>{
                 top_table, provider_keys(), service_keys(), domain_keys(), login_table, format_keys(),
                 server_keys(), included_table}) {
            all.insert(all.end(), each.begin(), each.end());
        }
        return all;
    }();
    return sections;
}

std::span<const Key> keys_of(std::string_view section) noexcept {
    for (const KeySection& each : key_table()) {
        if (each.name == section) {
            return each.keys;
        }
    }
    return {};
}

const Key* find_key(std::string_view section, std::string_view name) noexcept {
    for (const Key& key : keys_of(section)) {
        if (key.name == name) {
            return &key;
        }
    }
    return nullptr;
}

bool is_any(std::string_view name) noexcept {
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

bool may_be_empty(const Key& key) noexcept {
    const std::size_t dot = key.otherwise.find('.');
    const Key* const inherited = dot == std::string_view::npos
                                     ? nullptr
                                     : find_key(key.otherwise.substr(0, dot), key.otherwise.substr(dot + 1));
    return (inherited != nullptr ? inherited->otherwise : key.otherwise) == "none";
}

} // namespace autodiscover
