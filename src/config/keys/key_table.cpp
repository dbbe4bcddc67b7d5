// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_table.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

using enum Key::Kind;
using enum Template::Allowed;

// clang-format off
constexpr auto table = std::to_array<Key>({
    {"", "provider", mapping, "a mapping", "required", "Who offers the service."},
    {"", "services", mapping, "a mapping", "none", "The mail servers that every domain gets unless it says otherwise."},
    {"", "domains", mapping, "a mapping", "provider.domain", "The domains that are served: a name, *.NAME for all below it, or * for any."},
    {"", "domain_lists", list, "a list of files", "none", "Files with one domain a line, the last line with its end too, # for comments; these domains get the defaults. Paths are relative to this file."},
    {"", "include", list, "a list of file patterns", "none", "Further files, such as domains.d/*.yaml, relative to this file; they may hold `domains`, `domain_lists`, `users` and `aliases`."},
    {"", "users", mapping, "a mapping of addresses to login names", "none", "Logins that do not follow from the address, and *@DOMAIN for all others of a domain."},
    {"", "aliases", mapping, "a mapping of addresses to addresses", "none", "Addresses that log in as another one does."},
    {"", "logins", mapping, "a mapping", "", "Who is told the logins of `users` and `aliases`."},
    {"", "autoconfig", mapping, "a mapping", "", "Thunderbird and all clients that read Mozilla's autoconfig format."},
    {"", "pacc", mapping, "a mapping", "", "PACC, the IETF's coming JSON format; experimental."},
    {"", "outlook", mapping, "a mapping", "", "Outlook: Autodiscover in XML and JSON."},
    {"", "mobileconfig", mapping, "a mapping", "", "Apple Mail: configuration profiles."},
    {"", "web", mapping, "a mapping", "", "The page for people, at the root of the responder's hosts."},
    {"", "server", mapping, "a mapping", "", "The responder itself."},
    {"", "log", mapping, "a mapping", "", "What is written to standard error or the journal."},

    {"provider", "name", text, "text, at most 60 characters", "required", "The provider's name as people know it.", 0, 60},
    {"provider", "short_name", text, "text, at most 20 characters", "name, if it fits", "A short form of the name, for narrow displays.", 0, 20},
    {"provider", "domain", text, "a domain", "required", "The provider's own domain; it is always served."},
    {"provider", "url", text, "an https URL", "https://autodiscover.DOMAIN", "The public base address of this responder."},
    {"provider", "documentation", list, "a list of mappings", "none", "Help pages for people."},
    {"provider", "home_url", text, "an https URL", "none", "The provider's home page, for people."},
    {"provider", "webmail_url", text, "an https URL", "none", "Address of the webmail."},
    {"provider", "developer_url", text, "an https URL", "none", "Help for the authors of mail programs."},
    {"provider", "contact", list, "a list of mailto: or https: URIs", "none", "Where the authors of mail programs can ask; not for users."},
    {"provider", "logo", list, "a list of mappings", "none", "Pictures of the provider."},
    {"provider", "oauth2", mapping_or_false, "a mapping or false", "false", "Where a mail program gets a token instead of asking for a password."},
    {"provider.documentation", "url", text, "an https URL", "required", "Address of the page."},
    {"provider.documentation", "text", mapping, "a mapping of language tags to texts", "none", "What the page is about, in each of its languages."},
    {"provider.logo", "url", text, "an https URL", "required", "Address of the picture."},
    {"provider.logo", "content_type", text, "a media type of a picture", "required", "Such as image/png."},
    {"provider.logo", "width", integer, "a number of pixels from 1 to 65535", "none", "Not for image/svg+xml.", 1, 65535},
    {"provider.logo", "height", integer, "a number of pixels from 1 to 65535", "none", "Not for image/svg+xml.", 1, 65535},
    {"provider.oauth2", "issuer", text, "an https URL", "required", "Who issues tokens, as its metadata say, to the letter."},
    {"provider.oauth2", "scope", text, "words with one blank between two", "required", "What the token is good for.", 0, 500},
    {"provider.oauth2", "authorization_url", text, "an https URL", "required", "Where the user agrees."},
    {"provider.oauth2", "token_url", text, "an https URL", "required", "Where the program gets its token."},
    {"provider.oauth2", "client_id", text, "text, at most 200 characters", "none", "Identifier for public clients; none: they register themselves.", 0, 200},

    {"services", "imaps", mapping_or_false, "a mapping or false", "false", "IMAP, port 993, implicit TLS."},
    {"services", "imap", mapping_or_false, "a mapping or false", "false", "IMAP, port 143, STARTTLS."},
    {"services", "pop3s", mapping_or_false, "a mapping or false", "false", "POP3, port 995, implicit TLS."},
    {"services", "pop3", mapping_or_false, "a mapping or false", "false", "POP3, port 110, STARTTLS."},
    {"services", "submissions", mapping_or_false, "a mapping or false", "false", "Submission, port 465, implicit TLS."},
    {"services", "submission", mapping_or_false, "a mapping or false", "false", "Submission, port 587, STARTTLS."},
    {"services", "smtp", mapping_or_false, "a mapping or false", "false", "Submission on port 25, STARTTLS, for those who must."},
    {"services", "sieve", mapping_or_false, "a mapping or false", "false", "ManageSieve, port 4190, STARTTLS."},
    {"services", "jmap", mapping_or_false, "a mapping or false", "false", "JMAP, by the URL of its session resource."},
    {"services", "caldav", mapping_or_false, "a mapping or false", "false", "Calendars, by URL."},
    {"services", "carddav", mapping_or_false, "a mapping or false", "false", "Address books, by URL."},
    {"services", "webdav", mapping_or_false, "a mapping or false", "false", "Files, by URL."},
    {"services", "ldaps", mapping_or_false, "a mapping or false", "false", "An address book that is searched, LDAP with implicit TLS at port 636; told to Apple only."},

    {"services.SERVICE", "host", text, "a host name", "required", "Name of the server; may hold %EMAILDOMAIN%.", 0, 0, domain_only},
    {"services.SERVICE", "port", integer, "a number from 1 to 65535", "by service", "TCP port.", 1, 65535},
    {"services.SERVICE", "transport", word, "tls, starttls, plaintext", "by service", "How the connection is protected: tls from the first octet, starttls on request, plaintext not at all."},
    {"services.SERVICE", "allow_plaintext", boolean, "true or false", "false", "Must be true for `transport: plaintext`."},
    {"services.SERVICE", "username", text, "text", "%EMAILADDRESS%", "Login name; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%.", 0, 255, all},
    {"services.SERVICE", "authentication", words, "password-cleartext, password-encrypted, ntlm, gssapi, oauth2, tls-client-cert, none", "password-cleartext", "What the server accepts, a word or a list, preferred first."},

    {"services.URL_SERVICE", "url", text, "an https URL", "required", "Address of the service, which says host and port; host and path may hold %EMAILDOMAIN%.", 0, 1000, domain_in_url},
    {"services.URL_SERVICE", "username", text, "text", "%EMAILADDRESS%", "Login name; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%.", 0, 255, all},
    {"services.URL_SERVICE", "authentication", words, "password-cleartext, password-encrypted, ntlm, gssapi, oauth2, tls-client-cert, none", "password-cleartext", "What the server accepts, a word or a list, preferred first."},

    {"services.ldaps", "host", text, "a host name", "required", "Name of the server; may hold %EMAILDOMAIN%.", 0, 0, domain_only},
    {"services.ldaps", "search", list, "a list of mappings", "required", "Where in the directory people are looked for."},
    {"services.ldaps", "username", text, "text", "%EMAILADDRESS%", "Login name, which may be a distinguished name; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%.", 0, 255, all},
    {"services.ldaps", "authentication", words, "password-cleartext, password-encrypted, ntlm, gssapi, oauth2, tls-client-cert, none", "password-cleartext", "What the server accepts, a word or a list, preferred first; none: anybody may search."},
    {"services.ldaps.search", "base", text, "a distinguished name", "required", "Where the search begins, such as ou=people,dc=example,dc=com.", 0, 500},
    {"services.ldaps.search", "scope", word, "base, onelevel, subtree", "subtree", "How far below its base the search goes."},
    {"services.ldaps.search", "description", text, "text, at most 100 characters", "none", "What is found there, for people.", 0, 100},

    {"domains", "DOMAIN", mapping, "a mapping or nothing", "the defaults", "What this domain has of its own; all else is as above."},
    {"domains.DOMAIN", "name", text, "text, at most 60 characters", "provider.name", "Name of the provider for this domain.", 0, 60},
    {"domains.DOMAIN", "short_name", text, "text, at most 20 characters", "name, if it fits", "Short form of the name.", 0, 20},
    {"domains.DOMAIN", "url", text, "an https URL", "provider.url", "Base address of the responder for this domain."},
    {"domains.DOMAIN", "documentation", list, "a list of mappings", "provider.documentation", "Help pages; replaces the provider's list."},
    {"domains.DOMAIN", "home_url", text, "an https URL", "provider.home_url", "Home page; \"\" for none."},
    {"domains.DOMAIN", "webmail_url", text, "an https URL", "provider.webmail_url", "Webmail; \"\" for none."},
    {"domains.DOMAIN", "developer_url", text, "an https URL", "provider.developer_url", "Help for authors; \"\" for none."},
    {"domains.DOMAIN", "contact", list, "a list of mailto: or https: URIs", "provider.contact", "Replaces the provider's list."},
    {"domains.DOMAIN", "logo", list, "a list of mappings", "provider.logo", "Replaces the provider's list."},
    {"domains.DOMAIN", "oauth2", mapping_or_false, "a mapping or false", "provider.oauth2", "Replaces the provider's, all of it; false for none."},
    {"domains.DOMAIN", "services", mapping, "a mapping", "services", "Merged key by key over the default services; false switches one off."},
    {"domains.DOMAIN", "logins", mapping, "a mapping", "logins", "Merged key by key over the section `logins`."},
    {"domains.DOMAIN", "autoconfig", mapping, "a mapping", "autoconfig", "Merged key by key over the section `autoconfig`."},
    {"domains.DOMAIN", "pacc", mapping, "a mapping", "pacc", "Merged key by key over the section `pacc`."},
    {"domains.DOMAIN", "outlook", mapping, "a mapping", "outlook", "Merged key by key over the section `outlook`."},
    {"domains.DOMAIN", "mobileconfig", mapping, "a mapping", "mobileconfig", "Merged key by key over the section `mobileconfig`."},
    {"domains.DOMAIN", "web", mapping, "a mapping", "web", "Merged key by key over the section `web`."},

    {"users", "ADDRESS", text, "a login name, or a mapping", "required", "Login of this address, or of all of a domain: *@DOMAIN; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%.", 0, 255, all},
    {"users.ADDRESS", "username", text, "text", "required", "The login name.", 0, 255, all},

    {"aliases", "ADDRESS", text, "an address", "required", "The address that logs in instead; its domain must be served."},

    {"logins", "disclose", word, "always, never", "always", "Whether an address of `users` or `aliases` is told its login, without a password; never: it is told what any address of its domain is, so that the maps tell nothing."},

    {"autoconfig", "enabled", boolean, "true or false", "true", "Answer autoconfig requests."},
    {"autoconfig", "alternatives", boolean, "true or false", "false", "Tell all services of a type, not only the best: some programs take the last."},
    {"autoconfig", "oauth2", boolean, "true or false", "false", "Tell OAuth2 where a service has it, the password after it; needs provider.oauth2."},
    {"autoconfig", "extras", boolean, "true or false", "false", "Tell calendars, address books, files, JMAP, ManageSieve and webmail; some programs refuse what they do not know."},
    {"autoconfig", "expand_username", boolean, "true or false", "false", "Tell the login names of `users` and `aliases` to whoever asks with the address."},
    {"autoconfig", "version", word, "1.1, 1.2", "1.1", "Version of the format that the answer claims."},

    {"pacc", "enabled", boolean, "true or false", "false", "Answer PACC requests, where implicit TLS at the default ports and a login with the address allow it."},

    {"outlook", "enabled", boolean, "true or false", "true", "Answer Autodiscover requests."},
    {"outlook", "ttl", integer, "a number of hours from 0 to 8760", "24", "How long Outlook may use an answer; 0: it need not ask again.", 0, 8760},
    {"outlook", "get_mode", word, "settings, error600", "settings", "Answer to a GET with an address in it: the settings, or error 600 as Exchange does."},
    {"outlook", "activesync_url", text, "an https URL", "none", "Address of an ActiveSync server, if there is one."},
    {"outlook", "expiration_date", text, "a date as YYYYMMDD", "none", "Last day on which Outlook may use an answer."},
    {"outlook", "dav", boolean, "true or false", "false", "Tell CalDAV and CardDAV too, as eM Client reads them."},
    {"outlook", "redirect_url", text, "an https URL", "none", "Answer every request with: ask at this URL instead."},
    {"outlook", "redirect_address", text, "an address with placeholders", "none", "Answer every request with: ask for this address instead.", 0, 255, all},

    {"mobileconfig", "enabled", boolean, "true or false", "true", "Hand out configuration profiles."},
    {"mobileconfig", "identifier", text, "a reverse domain name", "provider.domain reversed, then .autodiscover", "Identifies the profiles; a profile replaces an older one with the same identifier, so never change it.", 0, 200},
    {"mobileconfig", "organization", text, "text, at most 60 characters", "none", "Organisation shown with the profile; none: the provider's name.", 0, 60},
    {"mobileconfig", "description", text, "text, at most 500 characters", "none", "Text shown when the profile is installed.", 0, 500},
    {"mobileconfig", "without_address", boolean, "true or false", "false", "Hand out a profile without an address too; the device then asks for it."},
    {"mobileconfig", "signing", mapping_or_false, "a mapping or false", "false", "Sign profiles, so that devices show whose they are; a domain's own replaces all of it. Not for the domains of a pattern, which anyone may own."},
    {"mobileconfig", "payloads", words, "mail, caldav, carddav, dav, ldap, activesync", "mail", "What a profile holds, a word or a list; a link may choose otherwise, with ?only=caldav. Each asks for a password of its own."},
    {"mobileconfig", "consent", mapping_or_false, "a mapping of language tags to texts, one of them `default`, or false", "false", "Text that the user must agree to before the installation."},
    {"mobileconfig", "removal_date", text, "a date as YYYY-MM-DD", "none", "Day on which the device removes the profile and its accounts."},
    {"mobileconfig", "remove_after", integer, "a number of days from 0 to 3650", "0", "Days after the installation until the device does so; 0: never. The earlier of the two counts.", 0, 3650},
    {"mobileconfig", "expires", text, "a date as YYYY-MM-DD", "none", "Day from which the device offers to update the profile."},
    {"mobileconfig.signing", "certificate", text, "a file", "required", "Certificate in PEM, which those that issued it may follow (fullchain.pem). Paths are relative to this file; SIGHUP reads all anew.", 0, 4096},
    {"mobileconfig.signing", "key", text, "a file", "required", "Its private key in PEM, RSA or P-256, without a passphrase.", 0, 4096},
    {"mobileconfig.signing", "chain", text, "a file", "none", "Intermediate certificates in PEM, where the certificate's file does not hold them.", 0, 4096},
    {"mobileconfig.signing", "on_error", word, "unsigned, refuse", "unsigned", "When the certificate is out of date or signing fails: hand out unsigned profiles, or none (503)."},
    {"mobileconfig.consent", "LANGUAGE", text, "text, at most 2000 characters", "required", "The text in one language; `default` for all others.", 0, 2000},

    {"web", "enabled", boolean, "true or false", "true", "Show the page."},
    {"web", "logo", text, "an https URL", "none", "Picture at the top of the page; browsers fetch it from there.", 0, 1000},
    {"web", "accent", text, "a colour as \"#rrggbb\"", "#0b57d0", "Colour of buttons; what is written on them is black or white by itself."},
    {"web", "accent_dark", text, "a colour as \"#rrggbb\"", "accent, if there is one, else #8ab4f8", "The same where the reader prefers a dark page."},
    {"web", "texts", mapping, "a mapping of languages", "none", "Texts in place of ours."},
    {"web.texts", "LANGUAGE", mapping, "a mapping of names of texts to texts", "none", "en, de, es, fr, it, nl, pl or pt."},
    {"web.texts.LANGUAGE", "TEXT", text, "text, at most 500 characters", "", "Names are those in include/autodiscover/policy/web_texts.def; {address} and {provider} are filled in where ours have them.", 0, 500},

    {"server", "listen", text, "a path or loopback address:port", "/run/autodiscover/autodiscover.sock", "Where the web server connects; ignored when a listening socket is handed over."},
    {"server", "socket_mode", text, "an octal number in quotes", "0660", "Permissions of the socket."},
    {"server", "socket_group", text, "the name or number of a group", "none", "Group of the socket; none: the group of the process.", 0, 32},
    {"server", "threads", integer, "a number from 1 to 256", "4", "Requests that are worked on at once.", 1, 256},
    {"server", "max_body", integer, "a number of octets from 1024 to 32768", "4096", "Longest request body; a longer one is answered 413. Real ones have less than 1024.", 1024, 32768},
    {"server", "idle_timeout", integer, "a number of seconds from 1 to 3600", "60", "How long a kept connection may be idle between two requests.", 1, 3600},
    {"server", "stall_timeout", integer, "a number of seconds from 1 to 300", "5", "How long the web server may be silent in the middle of a request.", 1, 300},
    {"server", "status", boolean, "true or false", "false", "Answer /status with numbers for Prometheus, where the web server passes AUTODISCOVER_STATUS=on."},

    {"log", "level", word, "debug, info, notice, warning, error", "info", "The least severe messages that are written."},
    {"log", "requests", boolean, "true or false", "true", "Write a line for every request."},
    {"log", "format", word, "text, json", "text", "Lines for people, or a JSON object a line."},

    {"included file", "domains", mapping, "a mapping", "none", "As above."},
    {"included file", "domain_lists", list, "a list of files", "none", "As above; paths are relative to the included file."},
    {"included file", "users", mapping, "a mapping of addresses to login names", "none", "As above."},
    {"included file", "aliases", mapping, "a mapping of addresses to addresses", "none", "As above."},
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

bool may_be_empty(const Key& key) noexcept {
    const std::size_t dot = key.fallback.find('.');
    const Key* const inherited = dot == std::string_view::npos
                                     ? nullptr
                                     : find_key(key.fallback.substr(0, dot), key.fallback.substr(dot + 1));
    return (inherited != nullptr ? inherited->fallback : key.fallback) == "none";
}

} // namespace autodiscover
