// SPDX-License-Identifier: MIT
// What the key table says to people.
#include "autodiscover/config/keys/key_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(key_help)

BOOST_AUTO_TEST_CASE(explanation_names_every_key) {
    const std::string text = explain_keys();
    for (const KeySection& section : key_table()) {
        for (const Key& key : section.keys) {
            BOOST_TEST(text.find("  " + std::string(key.name) + ": ") != std::string::npos, key.name);
        }
    }
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        BOOST_TEST(end - at <= 100U);
        at = end + 1;
    }
}

BOOST_AUTO_TEST_CASE(suggestions) {
    BOOST_TEST(suggest_key("services.SERVICE", "hostname") == ", did you mean `host`?");
    BOOST_TEST(suggest_key("services.SERVICE", "encryption") == ", did you mean `transport`?");
    BOOST_TEST(suggest_key("services", "pops") == ", did you mean `pop3s`?");
    BOOST_TEST(suggest_key("services", "imap4") == ", did you mean `imaps`?");
    BOOST_TEST(suggest_key("domains.DOMAIN", "imaps") == "; it belongs below `services`");
    BOOST_TEST(suggest_key("", "imaps") == "; it belongs below `services`");
    BOOST_TEST(suggest_key("services", "host") == "; it belongs below `services.SERVICE` or below `ldaps`");
    BOOST_TEST(suggest_key("domains.DOMAIN", "server") == "; it belongs at the top of the main file");
    BOOST_TEST(suggest_key("", "ttl") == "; it belongs below `outlook`");
    BOOST_TEST(suggest_key("", "DOMAIN").starts_with("; expected one of `provider`")); // which is no key
    BOOST_TEST(suggest_key("services.SERVICE", "enabled").find("`false` in place of its mapping") !=
               std::string::npos);
    BOOST_TEST(suggest_key("log", "x") == "; expected one of `level`, `requests`, `format`");
    BOOST_TEST(suggest_key("log", std::string(10'000, 'x')) ==
               "; expected one of `level`, `requests`, `format`");
    BOOST_TEST(suggest_key("services.URL_SERVICE", "port") ==
               ": this service is reached by its `url`, which says host, port and protection");
}

BOOST_AUTO_TEST_SUITE_END()
