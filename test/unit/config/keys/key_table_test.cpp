// SPDX-License-Identifier: MIT
// The table and the shipped files agree.
#include "autodiscover/config/keys/key_table.hpp"

#include "autodiscover/config/yaml/text_file.hpp"
#include "autodiscover/config/yaml/yaml_tree.hpp"
#include "unit/config/folder.hpp"
#include "unit/config/keys/key_checks.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

std::string read(const std::string& path) {
    const Result<std::string> text = read_file(path, 1U << 20U);
    BOOST_REQUIRE_MESSAGE(text.ok(), path);
    return *text;
}

/// The nodes of a section: several for one that any key may open.
void collect(const YamlNode& node, std::string_view section, std::vector<const YamlNode*>& out) {
    if (node.kind == YamlNode::Kind::sequence) {
        for (const YamlEntry& item : node.entries) {
            collect(item.value, section, out);
        }
        return;
    }
    if (section.empty()) {
        out.push_back(&node);
        return;
    }
    const std::size_t dot = std::min(section.find('.'), section.size());
    const std::string_view name = section.substr(0, dot);
    const std::string_view rest = section.substr(std::min(dot + 1, section.size()));
    const bool any_key = is_any(name);
    for (const YamlEntry& entry : node.entries) {
        if (any_key || entry.key == name) {
            collect(entry.value, rest, out);
        }
    }
}

/// The example with its files for signing, which cannot be shipped: they stand in a comment.
std::string example_with_signing() {
    std::string text = read("conf/example.yaml");
    const std::size_t instead = text.find("  signing: false");
    const std::size_t begin = text.find("  # signing:\n");
    BOOST_REQUIRE(instead < begin && begin != std::string::npos);
    for (std::size_t line = begin; text.compare(line, 4, "  # ") == 0; line = text.find('\n', line) + 1) {
        text.erase(line + 2, 2);
    }
    return text.replace(instead, 2, "#");
}

} // namespace

BOOST_AUTO_TEST_SUITE(key_table_and_files)

BOOST_AUTO_TEST_CASE(example_names_every_key) {
    Report report;
    const Source source(report, "conf/example.yaml");
    const std::optional<YamlTree> tree = parse_yaml(source, example_with_signing());
    BOOST_REQUIRE(tree.has_value());
    for (const KeySection& section : key_table()) {
        if (section.name == "included file") {
            continue; // conf/domains.d has those
        }
        std::vector<const YamlNode*> nodes;
        collect(tree->root, section.name, nodes);
        for (const Key& key : section.keys) {
            const bool is_named = std::any_of(nodes.begin(), nodes.end(), [&](const YamlNode* node) {
                return is_any(key.name) ? !node->entries.empty() : node->find(key.name) != nullptr;
            });
            BOOST_TEST(is_named, "conf/example.yaml lacks " << section.name << "." << key.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(shipped_files_load_without_findings) {
    for (const char* const path : {"conf/minimal.yaml", "conf/example.yaml", "conf/hoster.yaml"}) {
        const LoadResult result = load_config(path);
        BOOST_TEST(result.config.has_value());
        for (const Diagnostic& diagnostic : result.diagnostics) {
            BOOST_ERROR(to_string(diagnostic));
        }
    }
}

BOOST_AUTO_TEST_CASE(values_that_the_example_calls_default_are) {
    // Left out or written, the server is the same.
    const LoadResult example = load_config("conf/example.yaml");
    BOOST_REQUIRE(example.config.has_value());
    const Config nothing = load_after("");
    ServerSettings server = example.config->server;
    server.socket_group.reset(); // the example names one
    BOOST_CHECK(server == nothing.server);
    BOOST_CHECK(example.config->log == nothing.log);
    BOOST_TEST(example.config->domains.defaults().policies->outlook.ttl_hours ==
               nothing.domains.defaults().policies->outlook.ttl_hours);
}

BOOST_AUTO_TEST_CASE(table_is_well_formed) {
    std::set<std::string_view> sections;
    for (const KeySection& section : key_table()) {
        BOOST_TEST(sections.insert(section.name).second, section.name);
        std::set<std::string_view> names;
        for (const Key& key : section.keys) {
            BOOST_TEST_CONTEXT(section.name << "." << key.name) {
                BOOST_TEST(names.insert(key.name).second);
                BOOST_TEST(key.help.ends_with("."));
                BOOST_TEST(!type_of(key).empty());
                BOOST_TEST(find_key(section.name, key.name) == &key);
                const bool has_words = key.kind == Key::Kind::word || key.kind == Key::Kind::words;
                BOOST_TEST(has_words == !key.words.empty());
                BOOST_TEST((key.kind != Key::Kind::integer || key.max > key.min));
            }
        }
    }
    BOOST_TEST(find_key("server", "host") == nullptr);
    BOOST_TEST(keys_of("nothing").empty());
}

BOOST_AUTO_TEST_CASE(what_is_printed_of_a_key) {
    constexpr Word words[] = {{"one", 1}, {"two", 2}, {"eins", 1, true}};
    BOOST_TEST(type_of({.kind = Key::Kind::word, .words = words}) == "one, two");
    BOOST_TEST(type_of({.kind = Key::Kind::integer, .min = 1, .max = 9}) == "a number from 1 to 9");
    BOOST_TEST(type_of({.max = 60}) == "text, at most 60 characters");
    BOOST_TEST(type_of({.kind = Key::Kind::list, .type = "a list of x", .max = 6}) ==
               "a list of x, each at most 6 characters");
    BOOST_TEST(type_of({.kind = Key::Kind::boolean}) == "true or false");
    BOOST_TEST(default_of({.value = "24"}) == "24");
    BOOST_TEST(default_of({.otherwise = "none"}) == "none");
    BOOST_TEST(default_of({.value = "24", .otherwise = "a, else"}) == "a, else 24");
}

BOOST_AUTO_TEST_CASE(bounds_of_logins) {
    const Bounds rows[] = {
        {"users", "ADDRESS", 0, 255, {"users: { a@example.com: ", " }"}},
        {"users.ADDRESS", "username", 0, 255, {"users: { a@example.com: { username: ", " } }"}},
    };
    const KeySection sections[] = {{"users", keys_of("users")},
                                   {"users.ADDRESS", keys_of("users.ADDRESS")},
                                   {"aliases", keys_of("aliases")},
                                   {"", keys_of("")},
                                   {"included file", keys_of("included file")}};
    check_bounds(sections, rows);
}

/// A configuration with `value` at a key, which stands in line 6 from column `column` on.
struct Sample {
    std::string_view section, name, before, after;
    std::string_view prefix{}, suffix{}; // what the value needs besides

    [[nodiscard]] std::size_t column() const { return before.size() + 2 + prefix.size(); } // behind a quote
    [[nodiscard]] std::string found(std::string_view value) const {
        return findings_after(std::string(before) + "'" + std::string(prefix) + std::string(value) +
                              std::string(suffix) + "'" + std::string(after) + "\n");
    }
};
constexpr Sample samples[] = {
    {"services.SERVICE", "host", "domains: { a.b: { services: { imaps: { host: ", " } } } }", "mx.",
     ".example"},
    {"services.SERVICE", "username", "domains: { a.b: { services: { imaps: { username: ", " } } } }"},
    {"services.URL_SERVICE", "url", "domains: { a.b: { services: { caldav: { url: ", " } } } }",
     "https://a.example/"},
    {"services.URL_SERVICE", "username",
     "domains: { a.b: { services: { caldav: { url: 'https://a.example/', username: ", " } } } }"},
    {"services.ldaps", "host", "domains: { a.b: { services: { ldaps: { search: [{ base: dc=a }], host: ",
     " } } } }", "mx.", ".example"},
    {"services.ldaps", "username",
     "domains: { a.b: { services: { ldaps: { host: a.example, search: [{ base: dc=a }], username: ",
     " } } } }"},
    {"users", "ADDRESS", "users: { '*@example.com': ", " }"},
    {"users.ADDRESS", "username", "users: { '*@example.com': { username: ", " } }"},
    {"outlook", "redirect_address", "outlook: { redirect_address: ", " }", "", "@other.example"},
};

std::vector<std::pair<std::string_view, Key>> keys_with_placeholders() {
    std::vector<std::pair<std::string_view, Key>> out;
    for (const KeySection& section : key_table()) {
        for (const Key& key : section.keys) {
            if (key.placeholders) {
                out.emplace_back(section.name, key);
            }
        }
    }
    return out;
}

BOOST_AUTO_TEST_CASE(every_key_with_placeholders_refuses_what_is_none) {
    for (const auto& [section_name, key] : keys_with_placeholders()) {
        const auto* const sample =
            std::find_if(std::begin(samples), std::end(samples), [&](const Sample& each) {
                return each.section == section_name && each.name == key.name;
            });
        BOOST_REQUIRE_MESSAGE(sample != std::end(samples), section_name << "." << key.name);
        for (const std::string_view wrong : {"%u", "%d", "${email}", "$domain", "{email}", "%emailaddress%",
                                             "%EMAILDOMAIN", "%%EMAILDOMAIN%%", "%", "%FOO%", "{foo}"}) {
            const std::string found = sample->found(wrong);
            BOOST_TEST(found.starts_with("c:6:" + std::to_string(sample->column()) + ": `"), found);
            BOOST_TEST(found.find('%', found.find(": `")) != std::string::npos, found);
        }
        const bool is_host = *key.placeholders == Template::Allowed::domain_only;
        const std::string of_a_sign = sample->found("%%%EMAILDOMAIN%");
        BOOST_TEST((is_host || of_a_sign.find('%') == std::string::npos), of_a_sign);
        BOOST_TEST(sample->found("%EMAILDOMAIN%").find("%") == std::string::npos,
                   sample->found("%EMAILDOMAIN%"));
    }
}

BOOST_AUTO_TEST_CASE(a_placeholder_where_none_is_filled_in_is_warned_about) {
    const std::pair<std::string_view, std::string_view> lines[] = {
        {"domains: { a.b: { name: 'Mail of %EMAILDOMAIN%' } }",
         "34: warning: `name`: no placeholder is filled in"},
        {"domains: { a.b: { documentation: [{ url: 'https://a.b/', text: { en: '%d' } }] } }",
         "71: warning: `text`: no placeholder"},
        {"domains: { a.b: { contact: 'mailto:a@b.c?subject=%d' } }",
         "50: warning: `contact`: no placeholder"},
        {"mobileconfig: { description: '${email}' }", "31: warning: `description`: no placeholder"},
        {"mobileconfig: { consent: { default: '%EMAILADDRESS' } }", "38: warning: `default`: no placeholder"},
        {"web: { texts: { en: { intro: '%EMAILADDRESS%' } } }", "31: warning: `intro`: no placeholder"},
        {"web: { logo: 'https://a.b/%EMAILDOMAIN%' }", "14: `logo`: `%EM` in the URL is no encoded byte"},
        {"outlook: { activesync_url: 'https://a.b/%d/' }",
         "28: `activesync_url`: `%d/` in the URL is no encoded"},
        {"aliases: { b@example.com: '%EMAILLOCALPART%@example.com' }",
         "27: `b@example.com`: `%EMAILLOCALPART%@example.com` is not one address: no placeholder is filled in"},
        {"users: { '%u@example.com': b }", "10: `%u@example.com`: no placeholder is filled in here"},
    };
    for (const auto& [line, expected] : lines) {
        BOOST_TEST(findings_after(std::string(line) + "\n").starts_with("c:6:" + std::string(expected)),
                   findings_after(std::string(line) + "\n"));
    }
    BOOST_TEST(
        findings_after("domains: { a.b: { name: '100 % mail', short_name: '50 %d' } }\n"
                       "mobileconfig: { description: 'US$ {a,b} 5 %' }\n"
                       "web: { logo: 'https://a.b/%C3%BC', texts: { en: { intro: 'all {provider} 5 %' } } }\n"
                       "aliases: { c%d@example.com: a%b@example.com }\n")
            .find("c:6:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_may_be_empty) {
    BOOST_TEST(may_be_empty(*find_key("provider", "webmail_url")));
    BOOST_TEST(may_be_empty(*find_key("domains.DOMAIN", "webmail_url"))); // as what stands in for it
    BOOST_TEST(!may_be_empty(*find_key("provider", "name")));
    BOOST_TEST(!may_be_empty(*find_key("domains.DOMAIN", "name")));
    BOOST_TEST(!may_be_empty(*find_key("services.SERVICE", "username")));
}

BOOST_AUTO_TEST_SUITE_END()
