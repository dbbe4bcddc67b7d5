// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/section.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(section)

BOOST_AUTO_TEST_CASE(unknown_keys_get_a_suggestion) {
    BOOST_TEST(findings_after("sever: {}\n") == "c:6:1: unknown key `sever`, did you mean `server`?\n");
    BOOST_TEST(findings_after("log: { verbosity: 3 }\n") ==
               "c:6:8: unknown key `verbosity` in `log`; expected one of `level`, `requests`, `format`\n");
    BOOST_TEST(findings_after("domains:\n  a.example:\n    services:\n      imaps: { hostt: x }\n") ==
               "c:9:16: unknown key `hostt` in `imaps`, did you mean `host`?\n");
    BOOST_TEST(findings_after("domains:\n  a.example:\n    services: { smtps: { host: x } }\n") ==
               "c:8:17: unknown key `smtps` in `services`, did you mean `submissions`?\n");
    BOOST_TEST(
        findings_after("domains: { a.example: { enabled: true } }\n") ==
        "c:6:25: unknown key `enabled` in `a.example`; expected one of `name`, `short_name`, `url`, "
        "`documentation`, `home_url`, `webmail_url`, `developer_url`, `contact`, `logo`, `oauth2`, `services`, `logins`, `autoconfig`, `pacc`, `outlook`, `mobileconfig`, `web`\n");
}

BOOST_AUTO_TEST_CASE(switches_of_yaml_1_1_name_ours) {
    for (const std::string word : {"no", "off", "N", "Disabled", "'false'", "\"no\"", "0"}) {
        for (const std::string section : {"autoconfig", "pacc", "outlook", "mobileconfig", "web"}) {
            const std::string found = findings_after(section + ": " + word + "\n");
            BOOST_TEST(found.ends_with("; write `" + section + ": { enabled: false }`\n"), found);
            const std::string below = findings_after(section + ": { enabled: " + word + " }\n");
            BOOST_TEST(below.find("; write `enabled: false`") != std::string::npos, below);
        }
        BOOST_TEST(findings_after("domains: { a.b: { services: { imaps: " + word + " } } }\n")
                       .ends_with("; write `imaps: false`\n"));
        BOOST_TEST(findings_after("domains: { a.b: { oauth2: " + word + " } }\n")
                       .ends_with("; write `oauth2: false`\n"));
        BOOST_TEST(findings_after("mobileconfig: { signing: " + word + " }\n")
                       .ends_with("; write `signing: false`\n"));
    }
    BOOST_TEST(findings_after("outlook: on\n").ends_with("; write `outlook: { enabled: true }`\n"));
    BOOST_TEST(findings_after("outlook: maybe\n").ends_with("not `maybe`\n"));
    BOOST_TEST(findings_after("server: no\n").ends_with("not `no`\n")); // it cannot be switched off
}

BOOST_AUTO_TEST_CASE(wrong_types) {
    BOOST_TEST(findings_after("server:\nlog:\n") ==
               "c:6:1: `server` is empty; leave it out, or write what belongs below it\n"
               "c:7:1: `log` is empty; leave it out, or write what belongs below it\n");
    BOOST_TEST(findings("- a\n") == "c:1:1: the file must be a mapping (`key: value` lines), not a list\n");
    BOOST_TEST(findings("text\n") == "c:1:1: the file must be a mapping (`key: value` lines), not `text`\n");
    BOOST_TEST(
        findings_after("domains: [a.example]\n") ==
        "c:6:10: `domains` must be a mapping (`key: value` lines), not a list; write a line for each domain, such as `example.org:`\n");
    BOOST_TEST(findings_after("log: loud\n") ==
               "c:6:6: `log` must be a mapping (`key: value` lines), not `loud`\n");
    BOOST_TEST(findings_after("log: { requests: yes, level: [info] }\n") ==
               "c:6:18: `requests` must be true or false, not `yes`; write `requests: true`\n"
               "c:6:30: `level` must be one of debug, info, notice, warning, error, not a list\n");
    BOOST_TEST(findings_after("log: { requests: \"true\", level: }\n") ==
               "c:6:18: `requests` must be true or false, not `true`; write `requests: true` without quotes\n"
               "c:6:26: `level` must be one of debug, info, notice, warning, error, not nothing\n");
    BOOST_TEST(findings_after("outlook: { ttl: 1.5, activesync_url: { a: b } }\n") ==
               "c:6:17: `ttl` must be a number of hours from 0 to 8760, not `1.5`\n"
               "c:6:38: `activesync_url` must be an https URL, at most 2048 characters, not a mapping\n");
}

BOOST_AUTO_TEST_CASE(texts) {
    const std::string sixty_one(61, 'x');
    BOOST_TEST(findings("provider: { name: " + sixty_one +
                        ", domain: example.com, short_name: " + sixty_one.substr(0, 21) +
                        " }\nservices: { imaps: &s { host: a.b }, submissions: *s }\n") ==
               "c:1:19: `name` is too long: 61 characters, at most 60 characters\n"
               "c:1:115: `short_name` is too long: 21 characters, at most 20 characters\n");
    // Characters, not octets.
    BOOST_TEST(findings("provider: { name: ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää, "
                        "short_name: ääääääääääääääääääää, domain: example.com }\n"
                        "services: { imaps: &s { host: a.b }, submissions: *s }\n") == "");
    BOOST_TEST(findings_after("mobileconfig: { description: \"a\\x01b\", organization: \"a\\nb\" }\n") ==
               "c:6:30: `description` holds a control character or a line break\n"
               "c:6:54: `organization` holds a control character or a line break\n");
    BOOST_TEST(findings_after("mobileconfig: { description: \"a\\u0085b\", organization: \"\\uFFFE\" }\n") ==
               "c:6:30: `description` holds a control character or a line break\n"
               "c:6:56: `organization` holds a control character or a line break\n");
    BOOST_TEST(load_after("mobileconfig:\n  description: >\n    Sets up\n    mail.\n")
                   .domains.defaults()
                   .policies->mobileconfig.description == "Sets up mail.");
}

BOOST_AUTO_TEST_SUITE_END()
