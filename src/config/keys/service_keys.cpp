// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "autodiscover/model/service.hpp"

namespace autodiscover {

namespace {

using enum Key::Kind;
using enum Template::Allowed;

constexpr bool foreign = true; // what other programs call it

constexpr Word transports[] = {
    {"tls", Transport::implicit_tls},
    {"starttls", Transport::starttls},
    {"plaintext", Transport::plaintext},
    {"ssl", Transport::implicit_tls, foreign},
    {"ssl/tls", Transport::implicit_tls, foreign},
    {"implicit", Transport::implicit_tls, foreign},
    {"implicit_tls", Transport::implicit_tls, foreign},
    {"plain", Transport::plaintext, foreign},
    {"none", Transport::plaintext, foreign},
};

constexpr Word authentications[] = {
    {"password-cleartext", Authentication::password_cleartext},
    {"password-encrypted", Authentication::password_encrypted},
    {"ntlm", Authentication::ntlm},
    {"gssapi", Authentication::gssapi},
    {"oauth2", Authentication::oauth2},
    {"tls-client-cert", Authentication::tls_client_cert},
    {"none", Authentication::none},
    {"password", Authentication::password_cleartext, foreign},
    {"plain", Authentication::password_cleartext, foreign},
    {"cram-md5", Authentication::password_encrypted, foreign},
};

constexpr Word scopes[] = {
    {"base", DirectorySearch::Scope::base},
    {"onelevel", DirectorySearch::Scope::one_level},
    {"subtree", DirectorySearch::Scope::subtree},
    {"one", DirectorySearch::Scope::one_level, foreign},
    {"sub", DirectorySearch::Scope::subtree, foreign},
};

// clang-format off
constexpr Key services[] = {
    {.name = "imaps", .kind = mapping_or_false, .value = "false",
     .help = "IMAP, port 993, implicit TLS."},
    {.name = "imap", .kind = mapping_or_false, .value = "false",
     .help = "IMAP, port 143, STARTTLS."},
    {.name = "pop3s", .kind = mapping_or_false, .value = "false",
     .help = "POP3, port 995, implicit TLS."},
    {.name = "pop3", .kind = mapping_or_false, .value = "false",
     .help = "POP3, port 110, STARTTLS."},
    {.name = "submissions", .kind = mapping_or_false, .value = "false",
     .help = "Submission, port 465, implicit TLS."},
    {.name = "submission", .kind = mapping_or_false, .value = "false",
     .help = "Submission, port 587, STARTTLS."},
    {.name = "smtp", .kind = mapping_or_false, .value = "false",
     .help = "Submission on port 25, STARTTLS, for those who must."},
    {.name = "sieve", .kind = mapping_or_false, .value = "false",
     .help = "ManageSieve, port 4190, STARTTLS."},
    {.name = "jmap", .kind = mapping_or_false, .value = "false",
     .help = "JMAP, by the URL of its session resource."},
    {.name = "caldav", .kind = mapping_or_false, .value = "false",
     .help = "Calendars, by URL."},
    {.name = "carddav", .kind = mapping_or_false, .value = "false",
     .help = "Address books, by URL."},
    {.name = "webdav", .kind = mapping_or_false, .value = "false",
     .help = "Files, by URL."},
    {.name = "ldaps", .kind = mapping_or_false, .value = "false",
     .help = "An address book that is searched, LDAP with implicit TLS at port 636; offered to Apple only."},
};

constexpr Key username =
    {.name = "username", .max = 255, .placeholders = all, .value = "%EMAILADDRESS%",
     .help = "Login name; may hold %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN%."};
constexpr Key authentication =
    {.name = "authentication", .kind = words, .words = authentications, .value = "password-cleartext",
     .help = "What the server accepts, a word or a list, preferred first."};

constexpr Key service[] = {
    {.name = "host", .type = "a host name", .placeholders = domain_only, .otherwise = "required",
     .help = "Name of the server; may hold %EMAILDOMAIN%."},
    {.name = "port", .kind = integer, .type = "a number", .min = 1, .max = 65535,
     .otherwise = "by service",
     .help = "TCP port."},
    {.name = "transport", .kind = word, .words = transports, .otherwise = "by service",
     .help = "How the connection is protected: tls from the first byte, starttls on request, plaintext "
             "not at all."},
    {.name = "allow_plaintext", .kind = boolean, .value = "false",
     .help = "Must be true for `transport: plaintext`."},
    username,
    authentication,
};

constexpr Key url_service[] = {
    {.name = "url", .type = "an https URL", .max = 1000, .placeholders = domain_in_url,
     .otherwise = "required",
     .help = "Address of the service, which says host and port; host and path may hold %EMAILDOMAIN%."},
    username,
    authentication,
};

constexpr Key ldaps[] = {
    {.name = "host", .type = "a host name", .placeholders = domain_only, .otherwise = "required",
     .help = "Name of the server; may hold %EMAILDOMAIN%."},
    {.name = "search", .kind = list, .type = "a list of mappings", .otherwise = "required",
     .help = "Where in the directory people are looked for."},
    {.name = "username", .max = 255, .placeholders = all, .value = "%EMAILADDRESS%",
     .help = "Login name, which may be a distinguished name; may hold %EMAILADDRESS%, %EMAILLOCALPART% "
             "and %EMAILDOMAIN%."},
    {.name = "authentication", .kind = words, .words = authentications, .value = "password-cleartext",
     .help = "What the server accepts, a word or a list, preferred first; none: anybody may search."},
};

constexpr Key search[] = {
    {.name = "base", .type = "a distinguished name", .max = 500, .otherwise = "required",
     .help = "Where the search begins, such as ou=people,dc=example,dc=com."},
    {.name = "scope", .kind = word, .words = scopes, .value = "subtree",
     .help = "How far below its base the search goes."},
    {.name = "description", .max = 100, .otherwise = "none",
     .help = "What is found there, for people."},
};
// clang-format on

constexpr KeySection service_sections[] = {
    {"services", services},    {"services.SERVICE", service},     {"services.URL_SERVICE", url_service},
    {"services.ldaps", ldaps}, {"services.ldaps.search", search},
};

} // namespace

std::span<const KeySection> service_keys() noexcept {
    return service_sections;
}

} // namespace autodiscover
