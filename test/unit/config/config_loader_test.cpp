// SPDX-License-Identifier: MIT
// Every class of error once, at its place and with its words.
#include "folder.hpp"

#include <sys/stat.h>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(config_loader)

BOOST_AUTO_TEST_CASE(right_configuration_has_no_findings) {
    BOOST_TEST(findings(right) == "");
    const Config config = load_text(right);
    const Offer& defaults = config.offers.defaults();
    BOOST_TEST(defaults.provider->name == "Example");
    BOOST_TEST(defaults.provider->short_name == "Example");
    BOOST_TEST(defaults.provider->url == "https://autodiscover.example.com");
    BOOST_TEST(defaults.policy->mobileconfig.identifier == "com.example.autodiscover");
    BOOST_CHECK(defaults.policy->mobileconfig.name_space ==
                uuid_v5(uuid_namespace_url, "com.example.autodiscover"));
    BOOST_TEST(defaults.policy->outlook.ttl_hours == 24U);
    BOOST_REQUIRE(defaults.services->size() == 2U);
    BOOST_TEST(defaults.services->front().port == 993);
    BOOST_TEST(defaults.services->front().username.text() == "%EMAILADDRESS%");
    BOOST_TEST(defaults.services->back().port == 465);
    BOOST_TEST(config.offers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
    BOOST_TEST(findings("log: {}\n") == "c: warning: no services: a domain without its own is told of none\n"
                                        "c:1:1: `provider` is missing here: a mapping\n");
    BOOST_TEST(findings("provider: {}\nservices: { imaps: {}, submissions: { host: a.b } }\n") ==
               "c:1:1: `name` is missing here: text, at most 60 characters\n"
               "c:1:1: `domain` is missing here: a domain\n"
               "c:2:13: `host` is missing here: a host name\n");
}

BOOST_AUTO_TEST_CASE(unknown_keys_get_a_suggestion) {
    BOOST_TEST(findings_after("sever: {}\n") == "c:6:1: unknown key `sever`, did you mean `server`?\n");
    BOOST_TEST(findings_after("log: { verbosity: 3 }\n") ==
               "c:6:8: unknown key `verbosity` in `log`; here may stand `level`, `requests`\n");
    BOOST_TEST(findings_after("domains:\n  a.example:\n    services:\n      imaps: { hostt: x }\n") ==
               "c:9:16: unknown key `hostt` in `imaps`, did you mean `host`?\n");
    BOOST_TEST(findings_after("domains:\n  a.example:\n    services: { smtps: { host: x } }\n") ==
               "c:8:17: unknown key `smtps` in `services`, did you mean `submissions`?\n");
    BOOST_TEST(
        findings_after("domains: { a.example: { enabled: true } }\n") ==
        "c:6:25: unknown key `enabled` in `a.example`; here may stand `name`, `short_name`, `url`, "
        "`documentation`, `home_url`, `webmail_url`, `developer_url`, `contact`, `logo`, `oauth2`, `services`, `autoconfig`, `pacc`, `outlook`, `mobileconfig`\n");
}

BOOST_AUTO_TEST_CASE(wrong_types) {
    BOOST_TEST(findings_after("server:\nlog:\n") ==
               "c:6:1: `server` is empty; leave it out, or write what belongs below it\n"
               "c:7:1: `log` is empty; leave it out, or write what belongs below it\n");
    BOOST_TEST(findings("- a\n") == "c:1:1: the file must be a mapping (`key: value` lines), not a list\n");
    BOOST_TEST(findings("text\n") == "c:1:1: the file must be a mapping (`key: value` lines), not `text`\n");
    BOOST_TEST(findings_after("domains: [a.example]\n") ==
               "c:6:10: `domains` must be a mapping (`key: value` lines), not a list\n");
    BOOST_TEST(findings_after("log: loud\n") ==
               "c:6:6: `log` must be a mapping (`key: value` lines), not `loud`\n");
    BOOST_TEST(findings_after("log: { requests: yes, level: [info] }\n") ==
               "c:6:18: `requests` must be true or false, not `yes`\n"
               "c:6:30: `level` must be one of debug, info, notice, warning, error, not a list\n");
    BOOST_TEST(findings_after("log: { requests: \"true\", level: }\n") ==
               "c:6:18: `requests` must be true or false, not `true`\n"
               "c:6:26: `level` must be one of debug, info, notice, warning, error, not nothing\n");
    BOOST_TEST(findings_after("outlook: { ttl: 1.5, activesync_url: { a: b } }\n") ==
               "c:6:17: `ttl` must be a number of hours from 0 to 8760, not `1.5`\n"
               "c:6:38: `activesync_url` must be an https URL, not a mapping\n");
}

BOOST_AUTO_TEST_CASE(all_errors_come_at_once_in_order) {
    BOOST_TEST(findings("provider: { name: Example, domain: example..com }\n"
                        "services:\n"
                        "  imaps: { host: imap.example.com, port: 0 }\n"
                        "  submissions: { host: 'https://smtp.example.com' }\n"
                        "domains:\n"
                        "  -a.example:\n"
                        "server: { threads: 0 }\n"
                        "log: { level: all }\n") ==
               "c:1:36: `domain`: `example..com`: a label of the name is empty\n"
               "c:3:42: `port` must be a number from 1 to 65535, not `0`\n"
               "c:4:24: `host`: `https://smtp.example.com` is a URL; write the name alone\n"
               "c:6:3: `-a.example`: a label of the name begins with a hyphen\n"
               "c:7:20: `threads` must be a number from 1 to 256, not `0`\n"
               "c:8:15: `level` must be one of debug, info, notice, warning, error, not `all`\n");
}

BOOST_AUTO_TEST_CASE(any_error_means_no_configuration) {
    const Folder folder;
    folder.write("c", std::string(right) + "log: { level: all }\n");
    BOOST_TEST(!load_config(folder.path("c")).config.has_value());
    folder.write("c", std::string(right) + "include: ['*.nothing']\n"); // a warning
    BOOST_TEST(load_config(folder.path("c")).config.has_value());
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
                   .offers.defaults()
                   .policy->mobileconfig.description == "Sets up mail.");
}

BOOST_AUTO_TEST_CASE(short_name_follows_from_name_or_domain) {
    const auto short_name = [](std::string_view provider) {
        return load_text("provider: { " + std::string(provider) +
                         " }\nservices: { imaps: &s { host: a.b }, submissions: *s }\n")
            .offers.defaults()
            .provider->short_name;
    };
    BOOST_TEST(short_name("name: Twenty characters xx, domain: example.com") == "Twenty characters xx");
    BOOST_TEST(short_name("name: Twenty-one characters, domain: example.com") == "example.com");
    BOOST_TEST(short_name("name: Twenty-one characters, domain: a.very.long.example.com") ==
               "a.very.long.example.");
    BOOST_TEST(short_name("name: Example, short_name: Ex, domain: example.com") == "Ex");
}

BOOST_AUTO_TEST_CASE(domains_listed_twice) {
    BOOST_TEST(findings_after("domains:\n  a.example:\n  A.example.:\n") ==
               "c:8:3: `A.example.` is listed already, in c line 7\n");
    BOOST_TEST(findings_after("domains:\n  bücher.example:\n  xn--bcher-kva.example:\n") ==
               "c:8:3: `xn--bcher-kva.example` is listed already, in c line 7\n");
    BOOST_TEST(findings_after("domains:\n  a.example:\n  b.example:\n  a.example:\n") ==
               "c:9:3: duplicate key `a.example`, it stands in line 7 already\n");
    BOOST_TEST(findings_after("domains:\n  '*.a.example':\n  '*.A.example':\n") ==
               "c:8:3: `*.A.example` is listed already, in c line 7\n");
}

BOOST_AUTO_TEST_CASE(bad_domains_and_patterns) {
    BOOST_TEST(
        findings_after("domains:\n"
                       "  https://a.example/:\n"
                       "  me@a.example:\n"
                       "  192.0.2.1:\n"
                       "  a_b.example:\n"
                       "  '*a.example':\n"
                       "  a.*.example:\n"
                       "  '*.':\n"
                       "  '':\n"
                       "  ? [a]\n"
                       "  :\n") ==
        "c:7:3: `https://a.example/` is a URL; write the name alone\n"
        "c:8:3: `me@a.example` is an address; write the name alone\n"
        "c:9:3: `192.0.2.1` is an IP address; a domain is what stands behind the @\n"
        "c:10:3: `a_b.example`: the name holds a character other than letters, digits, hyphens and dots\n"
        "c:11:3: `*a.example`: a pattern is `*` or `*.` and a domain, such as `*.example.com`\n"
        "c:12:3: `a.*.example`: a pattern is `*` or `*.` and a domain, such as `*.example.com`\n"
        "c:13:3: `*.`: a pattern is `*` or `*.` and a domain, such as `*.example.com`\n"
        "c:14:3: ``: the name is empty\n"
        "c:15:5: a key must be plain text, not a list\n");
}

BOOST_AUTO_TEST_CASE(any_domain_is_warned_about) {
    BOOST_TEST(
        findings_after("domains: { '*': }\n") ==
        "c:6:12: warning: `*` answers for every domain that anybody asks for, also for those whose mail "
        "is elsewhere; list the domains if you can\n");
}

BOOST_AUTO_TEST_CASE(documentation) {
    BOOST_TEST(
        findings("provider:\n"
                 "  name: Example\n"
                 "  domain: example.com\n"
                 "  documentation:\n"
                 "    - url: http://example.com/\n"
                 "      text: { en_US: Help, de: Hilfe, fr: [] }\n"
                 "    - text: { en: Help }\n"
                 "    - https://example.com/\n"
                 "services: { imaps: &s { host: a.b }, submissions: *s }\n") ==
        "c:5:12: `url`: must be an https URL such as `https://example.com/`, not `http://example.com/`\n"
        "c:6:15: `en_US` is not a language tag such as `en` or `pt-BR`\n"
        "c:6:43: `text` must be a mapping of language tags to texts, not a list\n"
        "c:7:7: `url` is missing here: an https URL\n"
        "c:8:7: this must be a mapping (`key: value`), not `https://example.com/`\n");
    BOOST_TEST(
        findings_after("domains: { a.example: { documentation: 'https://example.com/' } }\n") ==
        "c:6:40: `documentation` must be a list of mappings such as `- url: https://example.com/help`, "
        "not `https://example.com/`\n");
}

BOOST_AUTO_TEST_CASE(server_and_log) {
    BOOST_TEST(findings_after("server:\n"
                              "  listen: 0.0.0.0:9000\n"
                              "  socket_mode: '0668'\n"
                              "  threads: 257\n"
                              "  max_body: 1023\n"
                              "  idle_timeout: 0\n"
                              "  stall_timeout: 301\n") ==
               "c:7:11: `listen`: `0.0.0.0` is not a loopback address; use 127.0.0.1 or [::1], whoever can "
               "connect can stop the responder\n"
               "c:8:16: `socket_mode`: must be an octal number such as \"0660\", not `0668`\n"
               "c:9:12: `threads` must be a number from 1 to 256, not `257`\n"
               "c:10:13: `max_body` must be a number of octets from 1024 to 32768, not `1023`\n"
               "c:11:17: `idle_timeout` must be a number of seconds from 1 to 3600, not `0`\n"
               "c:12:18: `stall_timeout` must be a number of seconds from 1 to 300, not `301`\n");
    BOOST_TEST(
        findings_after("server: { socket_mode: \"0666\" }\n") ==
        "c:6:24: warning: every local user may connect to the socket; \"0660\" with `socket_group` lets "
        "only the web server\n");
    const Config config =
        load_after("server: { listen: '127.0.0.1:9000', socket_mode: \"0600\", socket_group: www,\n"
                   "  threads: 256, max_body: 32768, idle_timeout: 3600, stall_timeout: 300 }\n"
                   "log: { level: Warning, requests: false }\n");
    BOOST_TEST(config.server.listen == "127.0.0.1:9000");
    BOOST_TEST(config.server.socket_mode == 0600U);
    BOOST_TEST(config.server.socket_group == "www");
    BOOST_TEST(config.server.threads == 256U);
    BOOST_TEST(config.server.max_body == 32768U);
    BOOST_TEST(config.server.idle_timeout.count() == 3600);
    BOOST_TEST(config.server.stall_timeout.count() == 300);
    BOOST_CHECK(config.log.level == Severity::warning);
    BOOST_TEST(!config.log.requests);
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused_without_waiting) {
    const Folder folder;
    const auto found = [&](const std::string& name) {
        return folder.findings(load_config(folder.path(name)));
    };
    BOOST_TEST(found("none") == "none: cannot be read: No such file or directory\n");
    std::filesystem::create_directory(folder.path("folder"));
    BOOST_TEST(found("folder") == "folder: cannot be read: it is a directory\n");
    BOOST_REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
    BOOST_TEST(found("fifo") == "fifo: cannot be read: it is a FIFO, not a regular file\n");
    folder.write("huge", "");
    std::filesystem::resize_file(folder.path("huge"), 100U << 20U); // sparse
    BOOST_TEST(found("huge") == "huge: cannot be read: is longer than 4 MiB\n");
    BOOST_TEST(to_string(load_config("/dev/zero").diagnostics.at(0)) ==
               "/dev/zero: cannot be read: it is not a regular file");
    if (::geteuid() != 0) {
        folder.write("secret", right);
        std::filesystem::permissions(folder.path("secret"), std::filesystem::perms::none);
        BOOST_TEST(found("secret") == "secret: cannot be read: Permission denied\n");
    }
}

BOOST_AUTO_TEST_CASE(findings_are_limited) {
    std::string text(right);
    text += "domains:\n";
    for (int i = 0; i < 500; ++i) {
        text += "  a_" + std::to_string(i) + ":\n";
    }
    const Folder folder;
    folder.write("c", text);
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE(result.diagnostics.size() == 201U);
    BOOST_TEST(result.diagnostics.back().message == "and 300 findings more");
    BOOST_TEST(result.diagnostics.back().is_error);
}

BOOST_AUTO_TEST_CASE(revision_follows_from_every_file) {
    const Folder folder;
    folder.write("c", std::string(right) + "include: [d/*]\ndomain_lists: [l]\n")
        .write("d/a", "domains: { c.example: }\n")
        .write("l", "a.example\n");
    const auto revision = [&] { return load_config(folder.path("c")).config.value().revision; };
    const std::string first = revision();
    BOOST_TEST(first.size() == 16U);
    BOOST_TEST(first.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(revision() == first);
    folder.write("l", "b.example\n");
    const std::string second = revision();
    BOOST_TEST(second != first);
    folder.write("d/a", "domains: { d.example: }\n");
    BOOST_TEST(revision() != second);
}

BOOST_AUTO_TEST_SUITE_END()
