// SPDX-License-Identifier: MIT
#include "autodiscover/config/key_table.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

using enum Key::Kind;

// clang-format off
constexpr auto table = std::to_array<Key>({
    {"", "provider", mapping, "a mapping", "required", "Who offers the service."},
    {"", "services", mapping, "a mapping", "none", "The mail servers that every domain gets unless it says otherwise."},
    {"", "domains", mapping, "a mapping", "provider.domain", "The domains that are served: a name, *.NAME for all below it, or * for any."},
    {"", "domain_lists", list, "a list of files", "none", "Files with one domain a line, # for comments; these domains get the defaults. Paths are relative to this file."},
    {"", "include", list, "a list of file patterns", "none", "Further files, such as domains.d/*.yaml, relative to this file; they may hold `domains` and `domain_lists`."},
    {"", "autoconfig", mapping, "a mapping", "", "Thunderbird and all clients that read Mozilla's autoconfig format."},
    {"", "outlook", mapping, "a mapping", "", "Outlook: Autodiscover in XML and JSON."},
    {"", "mobileconfig", mapping, "a mapping", "", "Apple Mail: configuration profiles."},
    {"", "server", mapping, "a mapping", "", "The responder itself."},
    {"", "log", mapping, "a mapping", "", "What is written to standard error or the journal."},

    {"provider", "name", text, "text, at most 60 characters", "required", "The provider's name as people know it.", 1, 60},
    {"provider", "short_name", text, "text, at most 20 characters", "name, if it fits", "A short form of the name, for narrow displays.", 1, 20},
    {"provider", "domain", text, "a domain", "required", "The provider's own domain; it is always served."},
    {"provider", "url", text, "an https URL", "https://autodiscover.DOMAIN", "The public base address of this responder."},
    {"provider", "documentation", list, "a list of mappings", "none", "Help pages for people."},
    {"provider.documentation", "url", text, "an https URL", "required", "Address of the page."},
    {"provider.documentation", "text", mapping, "a mapping of language tags to texts", "none", "What the page is about, in each of its languages."},

    {"services", "imaps", mapping_or_false, "a mapping or false", "false", "IMAP, port 993, implicit TLS."},
    {"services", "imap", mapping_or_false, "a mapping or false", "false", "IMAP, port 143, STARTTLS."},
    {"services", "pop3s", mapping_or_false, "a mapping or false", "false", "POP3, port 995, implicit TLS."},
    {"services", "pop3", mapping_or_false, "a mapping or false", "false", "POP3, port 110, STARTTLS."},
    {"services", "submissions", mapping_or_false, "a mapping or false", "false", "Submission, port 465, implicit TLS."},
    {"services", "submission", mapping_or_false, "a mapping or false", "false", "Submission, port 587, STARTTLS."},
    {"services", "smtp", mapping_or_false, "a mapping or false", "false", "Submission on port 25, STARTTLS, for those who must."},

    {"services.SERVICE", "host", text, "a host name", "required", "Name of the server; may hold %EMAILDOMAIN%."},
    {"services.SERVICE", "port", integer, "a number from 1 to 65535", "by service", "TCP port.", 1, 65535},
    {"services.SERVICE", "transport", word, "tls, starttls, plaintext", "by service", "How the connection is protected: tls from the first octet, starttls on request, plaintext not at all."},
    {"services.SERVICE", "allow_plaintext", boolean, "true or false", "false", "Must be true for `transport: plaintext`."},
    {"services.SERVICE", "username", text, "text", "%EMAILADDRESS%", "Login name; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%.", 1, 255},
    {"services.SERVICE", "authentication", words, "password-cleartext, password-encrypted, ntlm, gssapi, oauth2, tls-client-cert, none", "password-cleartext", "What the server accepts, a word or a list, preferred first."},

    {"domains", "DOMAIN", mapping, "a mapping or nothing", "the defaults", "What this domain has of its own; all else is as above."},
    {"domains.DOMAIN", "name", text, "text, at most 60 characters", "provider.name", "Name of the provider for this domain.", 1, 60},
    {"domains.DOMAIN", "short_name", text, "text, at most 20 characters", "name, if it fits", "Short form of the name.", 1, 20},
    {"domains.DOMAIN", "url", text, "an https URL", "provider.url", "Base address of the responder for this domain."},
    {"domains.DOMAIN", "documentation", list, "a list of mappings", "provider.documentation", "Help pages; replaces the provider's list."},
    {"domains.DOMAIN", "services", mapping, "a mapping", "services", "Merged key by key over the default services; false switches one off."},
    {"domains.DOMAIN", "autoconfig", mapping, "a mapping", "autoconfig", "Merged key by key over the section `autoconfig`."},
    {"domains.DOMAIN", "outlook", mapping, "a mapping", "outlook", "Merged key by key over the section `outlook`."},
    {"domains.DOMAIN", "mobileconfig", mapping, "a mapping", "mobileconfig", "Merged key by key over the section `mobileconfig`."},

    {"autoconfig", "enabled", boolean, "true or false", "true", "Answer autoconfig requests."},

    {"outlook", "enabled", boolean, "true or false", "true", "Answer Autodiscover requests."},
    {"outlook", "ttl", integer, "a number of hours from 0 to 8760", "24", "How long Outlook may use an answer; 0: it need not ask again.", 0, 8760},
    {"outlook", "get_mode", word, "settings, error600", "settings", "Answer to a GET with an address in it: the settings, or error 600 as Exchange does."},
    {"outlook", "activesync_url", text, "an https URL", "none", "Address of an ActiveSync server, if there is one."},
    {"outlook", "redirect_address", text, "an address with placeholders", "none", "Answer every request with: ask for this address instead.", 0, 255},

    {"mobileconfig", "enabled", boolean, "true or false", "true", "Hand out configuration profiles."},
    {"mobileconfig", "identifier", text, "a reverse domain name", "provider.domain reversed, then .autodiscover", "Identifies the profiles; a profile replaces an older one with the same identifier, so never change it.", 1, 200},
    {"mobileconfig", "organization", text, "text, at most 60 characters", "none", "Organisation shown with the profile; none: the provider's name.", 0, 60},
    {"mobileconfig", "description", text, "text, at most 500 characters", "none", "Text shown when the profile is installed.", 0, 500},
    {"mobileconfig", "without_address", boolean, "true or false", "false", "Hand out a profile without an address too; the device then asks for it."},

    {"server", "listen", text, "a path or loopback address:port", "/run/autodiscover/autodiscover.sock", "Where the web server connects; ignored when a listening socket is handed over."},
    {"server", "socket_mode", text, "an octal number in quotes", "0660", "Permissions of the socket."},
    {"server", "socket_group", text, "a group name", "none", "Group of the socket; none: the group of the process.", 0, 32},
    {"server", "threads", integer, "a number from 1 to 256", "4", "Requests that are worked on at once.", 1, 256},
    {"server", "max_body", integer, "a number of octets from 1024 to 1048576", "16384", "Longest request body; a longer one is answered 413.", 1024, 1048576},
    {"server", "idle_timeout", integer, "a number of seconds from 1 to 3600", "60", "How long a kept connection may be idle between two requests.", 1, 3600},
    {"server", "stall_timeout", integer, "a number of seconds from 1 to 300", "5", "How long the web server may be silent in the middle of a request.", 1, 300},

    {"log", "level", word, "debug, info, notice, warning, error", "info", "The least severe messages that are written."},
    {"log", "requests", boolean, "true or false", "true", "Write a line for every request."},

    {"included file", "domains", mapping, "a mapping", "none", "As above."},
    {"included file", "domain_lists", list, "a list of files", "none", "As above; paths are relative to the included file."},
});
// clang-format on

} // namespace

std::span<const Key> key_table() noexcept {
    return table;
}

std::span<const Key> keys_of(std::string_view section) noexcept {
    const auto is_here = [&](const Key& key) { return key.section == section; };
    const auto* const first = std::find_if(table.begin(), table.end(), is_here);
    return {first, std::find_if_not(first, table.end(), is_here)};
}

const Key* find_key(std::string_view section, std::string_view name) noexcept {
    for (const Key& key : keys_of(section)) {
        if (key.name == name) {
            return &key;
        }
    }
    return nullptr;
}

} // namespace autodiscover
