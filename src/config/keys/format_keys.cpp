// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/config/keys/urls.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/policy/policies.hpp"

#include <array>
#include <utility>

namespace autodiscover {

namespace {

using enum Key::Kind;
using enum Template::Allowed;

#define POLICY(section, Type)                                                                                \
    [[maybe_unused]] Type& policy_of(Policies& policies, const Type*) {                                      \
        return policies.section;                                                                             \
    }
#include "autodiscover/policy/policies.def"
#undef POLICY

template <typename Policy, typename Value>
Value& member_of(Policies& policies, Value Policy::*member) {
    return policy_of(policies, static_cast<const Policy*>(nullptr)).*member;
}

/// Reads a key into the member of a policy: `.read = into<&OutlookPolicy::dav>`.
template <auto member>
void into(const Section& section, const Key& key, Policies& policies) {
    section.read(key.name, member_of(policies, member));
}

/// The same, through a function `Result<T>(std::string_view)`.
template <auto member, auto parse>
void parsed(const Section& section, const Key& key, Policies& policies) {
    section.read(key.name, member_of(policies, member), parse);
}

constexpr Word disclosures[] = {{"always", true}, {"never", false}};
constexpr Word versions[] = {{"1.1", false}, {"1.2", true}};
constexpr Word get_modes[] = {{"settings", true}, {"error600", false}};
constexpr Word signing_errors[] = {{"unsigned", false}, {"refuse", true}};
/// Each means its index in payload_words.
constexpr auto payloads = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array{Word(payload_words[i].first, i)...};
}
(std::make_index_sequence<payload_words.size()>());

// clang-format off
constexpr Key logins[] = {
    {.name = "disclose", .kind = word, .words = disclosures, .value = "always",
     .help = "Whether an address of `users` or `aliases` is sent its login, without a password; never: "
             "it is sent what any address of its domain is, so that the maps tell nothing.",
     .read = into<&LoginsPolicy::disclose>},
};

constexpr Key autoconfig[] = {
    {.name = "enabled", .kind = boolean, .value = "true",
     .help = "Answer autoconfig requests.",
     .read = into<&AutoconfigPolicy::enabled>},
    {.name = "alternatives", .kind = boolean, .value = "false",
     .help = "Offer all services of a type, not only the best: some programs take the last.",
     .read = into<&AutoconfigPolicy::alternatives>},
    {.name = "oauth2", .kind = boolean, .value = "false",
     .help = "Offer OAuth2 where a service has it, the password after it; needs provider.oauth2.",
     .read = into<&AutoconfigPolicy::oauth2>},
    {.name = "extras", .kind = boolean, .value = "false",
     .help = "Offer calendars, address books, files, JMAP, ManageSieve and webmail; some programs refuse "
             "what they do not know.",
     .read = into<&AutoconfigPolicy::extras>},
    {.name = "expand_username", .kind = boolean, .value = "false",
     .help = "Send the login names of `users` and `aliases` to anyone who asks with the address.",
     .read = into<&AutoconfigPolicy::expand_username>},
    {.name = "version", .kind = word, .words = versions, .value = "1.1",
     .help = "Version of the format that the answer claims.",
     .read = into<&AutoconfigPolicy::version_1_2>},
};

constexpr Key pacc[] = {
    {.name = "enabled", .kind = boolean, .value = "false",
     .help = "Answer PACC requests, where implicit TLS at the default ports and a login with the address "
             "allow it.",
     .read = into<&PaccPolicy::enabled>},
};

constexpr Key outlook[] = {
    {.name = "enabled", .kind = boolean, .value = "true",
     .help = "Answer Autodiscover requests.",
     .read = into<&OutlookPolicy::enabled>},
    {.name = "ttl", .kind = integer, .type = "a number of hours", .max = 8760, .value = "24",
     .help = "How long Outlook may use an answer; 0: it need not ask again.",
     .read = into<&OutlookPolicy::ttl_hours>},
    {.name = "get_mode", .kind = word, .words = get_modes, .value = "settings",
     .help = "Answer to a GET with an address in it: the settings, or error 600 as Exchange does.",
     .read = into<&OutlookPolicy::answer_get>},
    {.name = "activesync_url", .type = "an https URL", .max = max_url, .otherwise = "none",
     .help = "Address of an ActiveSync server, if there is one.",
     .read = parsed<&OutlookPolicy::activesync_url, parse_optional_url>},
    {.name = "expiration_date", .type = "a date as YYYYMMDD", .otherwise = "none",
     .help = "Last day on which Outlook may use an answer.",
     .read = parsed<&OutlookPolicy::expiration_date, parse_date>},
    {.name = "dav", .kind = boolean, .value = "false",
     .help = "Offer CalDAV and CardDAV too, as eM Client reads them.",
     .read = into<&OutlookPolicy::dav>},
    {.name = "redirect_url", .type = "an https URL", .max = max_url, .otherwise = "none",
     .help = "Answer every request with: ask at this URL instead."},
    {.name = "redirect_address", .type = "an address with placeholders", .max = 255,
     .placeholders = all, .otherwise = "none",
     .help = "Answer every request with: ask for this address instead."},
};

constexpr Key mobileconfig[] = {
    {.name = "enabled", .kind = boolean, .value = "true",
     .help = "Hand out configuration profiles.",
     .read = into<&MobileconfigPolicy::enabled>},
    {.name = "identifier", .type = "a reverse domain name", .max = 200,
     .otherwise = "provider.domain reversed, then .autodiscover",
     .help = "Identifies the profiles; a profile replaces an older one with the same identifier, so "
             "never change it.",
     .read = parsed<&MobileconfigPolicy::identifier, parse_identifier>},
    {.name = "organization", .max = 60, .otherwise = "none",
     .help = "Organisation shown with the profile; none: the provider's name.",
     .read = into<&MobileconfigPolicy::organization>},
    {.name = "description", .max = 500, .otherwise = "none",
     .help = "Text shown when the profile is installed.",
     .read = into<&MobileconfigPolicy::description>},
    {.name = "without_address", .kind = boolean, .value = "false",
     .help = "Hand out a profile without an address too; the device then asks for it.",
     .read = into<&MobileconfigPolicy::without_address>},
    {.name = "signing", .kind = mapping_or_false, .value = "false",
     .help = "Sign profiles, so that devices show whose they are; a domain's own replaces all of it. Not "
             "for the domains of a pattern, which anyone may own."},
    {.name = "payloads", .kind = words, .words = payloads,
     .value = "mail",
     .help = "What a profile holds, a word or a list; a link may choose otherwise, with ?only=caldav. "
             "Each asks for a password of its own."},
    {.name = "consent", .kind = mapping_or_false,
     .type = "a mapping of language tags to texts, one of them `default`, or false", .value = "false",
     .help = "Text that the user must agree to before the installation."},
    {.name = "removal_date", .type = "a date as YYYY-MM-DD", .otherwise = "none",
     .help = "Day on which the device removes the profile and its accounts.",
     .read = parsed<&MobileconfigPolicy::removal_date, parse_iso_date>},
    {.name = "remove_after", .kind = integer, .type = "a number of days", .max = 3650, .value = "0",
     .help = "Days after the installation until the device does so; 0: never. The earlier of the two "
             "counts.",
     .read = into<&MobileconfigPolicy::remove_after>},
    {.name = "expires", .type = "a date as YYYY-MM-DD", .otherwise = "none",
     .help = "Day from which the device offers to update the profile.",
     .read = parsed<&MobileconfigPolicy::expiration_date, parse_iso_date>},
};

constexpr Key signing[] = {
    {.name = "certificate", .type = "a file", .max = 4096, .otherwise = "required",
     .help = "Certificate in PEM, which those that issued it may follow (fullchain.pem). Paths are "
             "relative to this file; SIGHUP reads all anew."},
    {.name = "key", .type = "a file", .max = 4096, .otherwise = "required",
     .help = "Its private key in PEM, RSA or P-256, without a passphrase."},
    {.name = "chain", .type = "a file", .max = 4096, .otherwise = "none",
     .help = "Intermediate certificates in PEM, where the certificate's file does not hold them."},
    {.name = "on_error", .kind = word, .words = signing_errors, .value = "unsigned",
     .help = "When the certificate is out of date or signing fails: hand out unsigned profiles, or none "
             "(503)."},
};

constexpr Key consent[] = {
    {.name = "LANGUAGE", .max = 2000, .otherwise = "required",
     .help = "The text in one language; `default` for all others."},
};

constexpr Key web[] = {
    {.name = "enabled", .kind = boolean, .value = "true",
     .help = "Show the page.",
     .read = into<&WebPolicy::enabled>},
    {.name = "logo", .type = "an https URL", .max = 1000, .otherwise = "none",
     .help = "Picture at the top of the page; browsers fetch it from there.",
     .read = parsed<&WebPolicy::logo, parse_optional_url>},
    {.name = "accent", .type = "a colour as \"#rrggbb\"", .value = "#0b57d0",
     .help = "Colour of buttons; what is written on them is black or white by itself."},
    {.name = "accent_dark", .type = "a colour as \"#rrggbb\"",
     .value = "#8ab4f8", .otherwise = "accent, if there is one, else",
     .help = "The same where the reader prefers a dark page."},
    {.name = "texts", .kind = mapping, .type = "a mapping of languages", .otherwise = "none",
     .help = "Texts in place of ours."},
};

constexpr Key web_texts[] = {
    {.name = "LANGUAGE", .kind = mapping, .type = "a mapping of names of texts to texts",
     .otherwise = "none",
     .help = "Tags of languages:"
#define WEB_LANGUAGE(tag, name) " " #tag
#include "autodiscover/policy/web_languages.def"
#undef WEB_LANGUAGE
             "."},
};

constexpr Key web_text[] = {
    {.name = "TEXT", .max = 500,
     .help = "Names are those in include/autodiscover/policy/web_texts.def; {address} and {provider} are "
             "filled in where ours have them."},
};
// clang-format on

constexpr KeySection format_table[] = {
    {"logins", logins},
    {"autoconfig", autoconfig},
    {"pacc", pacc},
    {"outlook", outlook},
    {"mobileconfig", mobileconfig},
    {"mobileconfig.signing", signing},
    {"mobileconfig.consent", consent},
    {"web", web},
    {"web.texts", web_texts},
    {"web.texts.LANGUAGE", web_text},
};

} // namespace

std::span<const KeySection> format_keys() noexcept {
    return format_table;
}

} // namespace autodiscover
