// SPDX-License-Identifier: MIT
// Every class of error once, at its location and with its words.
#include "folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(config_loader)

BOOST_AUTO_TEST_CASE(right_configuration_has_no_findings) {
    BOOST_TEST(findings(right) == "");
    const Config config = load_text(right);
    const DomainConfig& defaults = config.domains.defaults();
    BOOST_TEST(defaults.provider->name == "Example");
    BOOST_TEST(defaults.provider->short_name == "Example");
    BOOST_TEST(defaults.provider->url->text() == "https://autodiscover.example.com");
    BOOST_TEST(defaults.policies->mobileconfig.identifier == "com.example.autodiscover");
    BOOST_CHECK(defaults.policies->mobileconfig.name_space ==
                uuid_v5(uuid_namespace_url, "com.example.autodiscover"));
    BOOST_TEST(defaults.policies->outlook.ttl_hours == 24U);
    BOOST_REQUIRE(defaults.services->size() == 2U);
    BOOST_TEST(defaults.services->front().port == 993);
    BOOST_TEST(defaults.services->front().username.text() == "%EMAILADDRESS%");
    BOOST_TEST(defaults.services->back().port == 465);
    BOOST_TEST(config.domains.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
    BOOST_TEST(findings("log: {}\n") == "c: warning: no services: a domain without its own is told of none\n"
                                        "c:1:1: missing required key `provider` (a mapping)\n");
    BOOST_TEST(findings("provider: {}\nservices: { imaps: {}, submissions: { host: a.b } }\n") ==
               "c:1:1: missing required key `name` (text, at most 60 characters)\n"
               "c:1:1: missing required key `domain` (a domain)\n"
               "c:2:13: missing required key `host` (a host name)\n");
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

BOOST_AUTO_TEST_SUITE_END()
