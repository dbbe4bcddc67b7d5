// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/key_rows.hpp"
#include "autodiscover/config/keys/urls.hpp"

namespace autodiscover {

namespace {

using enum Key::Kind;

// clang-format off
constexpr Key provider[] = {
    {.name = "name", .max = 60, .otherwise = "required",
     .help = "The provider's name as people know it."},
    {.name = "short_name", .max = 20, .otherwise = "name, if it fits", // [pacc] provider.shortName
     .help = "A short form of the name, for narrow displays."},
    {.name = "domain", .type = "a domain", .otherwise = "required",
     .help = "The provider's own domain; it is always served."},
    {.name = "url", .type = "an https URL", .max = max_url, .otherwise = "https://autodiscover.DOMAIN",
     .help = "The public base address of this responder."},
    {.name = "documentation", .kind = list, .type = "a list of mappings", .otherwise = "none",
     .help = "Help pages for people."},
    {.name = "home_url", .type = "an https URL", .max = max_url, .otherwise = "none",
     .help = "The provider's home page, for people."},
    {.name = "webmail_url", .type = "an https URL", .max = max_url, .otherwise = "none",
     .help = "Address of the webmail."},
    {.name = "developer_url", .type = "an https URL", .max = max_url, .otherwise = "none",
     .help = "Help for the authors of mail programs."},
    {.name = "contact", .kind = list, .type = "a list of mailto: or https: URIs", .max = max_url,
     .otherwise = "none",
     .help = "Where the authors of mail programs can ask; not for users."},
    {.name = "logo", .kind = list, .type = "a list of mappings", .otherwise = "none",
     .help = "Pictures of the provider."},
    {.name = "oauth2", .kind = mapping_or_false, .value = "false",
     .help = "Where a mail program gets a token instead of asking for a password."},
};

constexpr Key documentation[] = {
    {.name = "url", .type = "an https URL", .max = 1000, .otherwise = "required",
     .help = "Address of the page."},
    {.name = "text", .kind = mapping, .type = "a mapping of language tags to texts",
     .otherwise = "none",
     .help = "What the page is about, in each of its languages."},
};

constexpr Key logo[] = {
    {.name = "url", .type = "an https URL", .max = max_url, .otherwise = "required",
     .help = "Address of the picture."},
    {.name = "content_type", .type = "a media type of a picture", .otherwise = "required",
     .help = "Such as image/png."},
    {.name = "width", .kind = integer, .type = "a number of pixels", .min = 1, .max = 65535,
     .otherwise = "none",
     .help = "Not for image/svg+xml."},
    {.name = "height", .kind = integer, .type = "a number of pixels", .min = 1, .max = 65535,
     .otherwise = "none",
     .help = "Not for image/svg+xml."},
};

constexpr Key oauth2[] = {
    {.name = "issuer", .type = "an https URL", .max = max_url, .otherwise = "required",
     .help = "Who issues tokens, as its metadata say, to the letter."},
    {.name = "scope", .type = "words with one space between two", .max = 500, .otherwise = "required",
     .help = "What the token is good for."},
    {.name = "authorization_url", .type = "an https URL", .max = max_url, .otherwise = "required",
     .help = "Where the user agrees."},
    {.name = "token_url", .type = "an https URL", .max = max_url, .otherwise = "required",
     .help = "Where the program gets its token."},
    {.name = "client_id", .max = 200, .otherwise = "none",
     .help = "Identifier for public clients; none: they register themselves."},
};

constexpr Key domains[] = {
    {.name = "DOMAIN", .kind = mapping, .type = "a mapping or nothing", .otherwise = "the defaults",
     .help = "What this domain has of its own; all else is as above."},
};

/// A key of the provider that a domain may have too. Another name does not compile.
constexpr Key own(std::string_view name, std::string_view otherwise, std::string_view help) {
    const Key* key = provider;
    while (key->name != name) {
        ++key;
    }
    return inherited(*key, otherwise, help);
}

constexpr Key domain[] = {
    own("name", "provider.name", "Name of the provider for this domain."),
    own("short_name", "name, if it fits", "Short form of the name."),
    own("url", "provider.url", "Base address of the responder for this domain."),
    own("documentation", "provider.documentation", "Help pages; replaces the provider's list."),
    own("home_url", "provider.home_url", "Home page; \"\" for none."),
    own("webmail_url", "provider.webmail_url", "Webmail; \"\" for none."),
    own("developer_url", "provider.developer_url", "Help for authors; \"\" for none."),
    own("contact", "provider.contact", "Replaces the provider's list."),
    own("logo", "provider.logo", "Replaces the provider's list."),
    own("oauth2", "provider.oauth2", "Replaces the provider's, all of it; false for none."),
    {.name = "services", .kind = mapping, .otherwise = "services",
     .help = "Merged key by key over the default services; false switches one off."},
#define POLICY(section, Type)                                  \
    {.name = #section, .kind = mapping, .otherwise = #section, \
     .help = "Merged key by key over the section `" #section "`."},
#include "autodiscover/policy/policies.def"
#undef POLICY
};
// clang-format on

constexpr KeySection provider_table[] = {
    {"provider", provider},
    {"provider.documentation", documentation},
    {"provider.logo", logo},
    {"provider.oauth2", oauth2},
};
constexpr KeySection domain_table[] = {
    {"domains", domains},
    {"domains.DOMAIN", domain},
};

} // namespace

std::span<const KeySection> provider_keys() noexcept {
    return provider_table;
}

std::span<const KeySection> domain_keys() noexcept {
    return domain_table;
}

} // namespace autodiscover
