// SPDX-License-Identifier: MIT
#include "autodiscover/server/config_store.hpp"

#include "autodiscover/server/log.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Store {
    Store()
        : log_fd(open(folder.file("log").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)), log(log_fd, true),
          config(path, log) {
        write_file(path, config_text("example.com"));
    }
    ~Store() { close(log_fd); }

    /// What was logged since the last call.
    std::string logged() {
        std::string text(65536, '\0');
        const ssize_t size = pread(log_fd, text.data(), text.size(), read_);
        text.resize(static_cast<std::size_t>(size));
        read_ += size;
        return text;
    }
    bool serves(const char* domain) const {
        return config.snapshot()->directory->find(Subject(*Domain::parse(domain))).outcome() == Lookup::found;
    }

    TemporaryFolder folder;
    std::string path = folder.file("config.yaml");
    int log_fd;
    off_t read_ = 0;
    Log log;
    ConfigStore config;
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(config_store, Store)

BOOST_AUTO_TEST_CASE(nothing_before_the_first_load) {
    BOOST_TEST((config.snapshot()->directory == nullptr));
    BOOST_TEST(config.snapshot()->generation == 0U);
    BOOST_CHECK(config.snapshot()->server == default_server()); // workers answer 503 with these
    BOOST_TEST(config.snapshot()->server.max_body > 0U);
    BOOST_CHECK(config.snapshot()->log == default_log());
    write_file(path, "nonsense");
    BOOST_TEST(!config.load());
    BOOST_TEST((config.snapshot()->directory == nullptr));
    BOOST_TEST(config.refusal().starts_with(path + ":1:1: "), config.refusal());
    write_file(path, config_text("example.com", "server: { listen: /elsewhere, threads: 7 }\n"));
    logged();
    BOOST_REQUIRE(config.load());
    BOOST_TEST(logged() == "", "nothing was in force that it could differ from");
    BOOST_TEST(config.refusal() == "");
    BOOST_TEST(config.snapshot()->generation == 1U);
    BOOST_TEST(serves("example.com"));
    BOOST_TEST(config.snapshot()->domains == 2U); // and the provider's own
}

BOOST_AUTO_TEST_CASE(a_reload_replaces_all_and_old_holders_keep_the_old) {
    BOOST_REQUIRE(config.load());
    const auto before = config.snapshot();
    write_file(path, config_text("example.org", "server: { max_body: 5000 }\n"));
    BOOST_REQUIRE(config.load());
    BOOST_TEST(serves("example.org"));
    BOOST_TEST(!serves("example.com"));
    BOOST_TEST(config.snapshot()->server.max_body == 5000U);
    BOOST_CHECK(before->directory->find(Subject(*Domain::parse("example.com"))).outcome() == Lookup::found);
}

BOOST_AUTO_TEST_CASE(a_bad_file_changes_nothing_and_every_finding_is_logged_with_its_place) {
    BOOST_REQUIRE(config.load());
    (void)logged();
    write_file(path, config_text("example.org", "nonsense: 1\nserver: { threads: many }\n"));
    BOOST_TEST(!config.load());
    BOOST_TEST(serves("example.com"));
    const std::string text = logged();
    BOOST_TEST(has(text, "<3>error: " + path + ":4:1: "), text);
    BOOST_TEST(has(text, "<3>error: " + path + ":5:20: "), text);
    std::filesystem::remove(path);
    BOOST_TEST(!config.load());
    BOOST_TEST(serves("example.com"));
    BOOST_TEST(has(logged(), path));
}

BOOST_AUTO_TEST_CASE(what_came_into_force_and_what_did_not_is_counted) {
    BOOST_REQUIRE(config.load());
    BOOST_TEST(config.snapshot()->generation == 1U);
    BOOST_TEST(config.failures() == 0U);
    const auto first = config.snapshot();
    write_file(path, "nonsense");
    BOOST_TEST(!config.load());
    BOOST_TEST(!config.load());
    BOOST_TEST((config.snapshot() == first));
    BOOST_TEST(config.failures() == 2U);
    write_file(path, config_text("example.org"));
    BOOST_REQUIRE(config.load());
    BOOST_TEST(config.snapshot()->generation == 2U);
    BOOST_TEST(first->generation == 1U);
    BOOST_TEST((config.snapshot()->loaded >= first->loaded));
    BOOST_TEST(config.failures() == 2U);
}

BOOST_AUTO_TEST_CASE(most_of_a_few_domains_gone_is_worth_a_warning) {
    write_file(path, config_text("a.example: , b.example: , c.example: , d.example"));
    BOOST_REQUIRE(config.load());
    (void)logged();
    write_file(path, config_text("a.example: , b.example")); // 3 of 5
    BOOST_REQUIRE(config.load());
    BOOST_TEST(!has(logged(), "is it complete"));
    write_file(path, config_text("hosting.example")); // 1 of 3
    BOOST_REQUIRE(config.load());
    BOOST_TEST(
        has(logged(), "<4>warning: " + path +
                          ": 2 of the 3 domains that are served are no longer listed; is it complete?"));
}

BOOST_AUTO_TEST_CASE(most_of_many_domains_gone_is_refused) {
    const auto names = [](const char* first, int count) { // of `count` domains, with the provider's
        std::string text = "x.example";
        for (int i = 2; i < count; ++i) {
            text += std::string(": , ") + first + std::to_string(i) + ".example";
        }
        return text;
    };
    write_file(path, config_text(names("a", 10)));
    BOOST_REQUIRE(config.load());
    for (const std::string& kept : {names("a", 4), names("b", 10), names("b", 100)}) {
        (void)logged();
        write_file(path, config_text(kept, "log: { level: error, requests: false }\n"));
        BOOST_TEST(!config.load());
        const std::string text = logged();
        BOOST_TEST(has(text, "<3>error: " + path + ": "), text);
        BOOST_TEST(has(text, kept == names("a", 4) ? ": 6 of the 10 " : ": 8 of the 10 "), text);
        BOOST_TEST(has(text, "restart the responder if they are to go"), text);
        BOOST_TEST(serves("a9.example"));
        BOOST_TEST(config.snapshot()->log.requests);
    }
    BOOST_TEST(config.failures() == 3U);
    write_file(path, config_text(names("a", 5))); // 5 of 10
    BOOST_TEST(config.load());
    write_file(path, config_text("'*': , '*.a.example': , " + names("c", 10)));
    BOOST_TEST(config.load());
    write_file(path, config_text("'*'")); // all are served, by the pattern
    BOOST_TEST(config.load());
    BOOST_TEST(config.snapshot()->domains == 2U);
}

BOOST_AUTO_TEST_CASE(what_needs_a_restart_is_said) {
    BOOST_REQUIRE(config.load());
    write_file(path, config_text("example.com", "server: { idle_timeout: 7 }\nlog: { requests: false }\n"));
    (void)logged();
    BOOST_REQUIRE(config.load());
    BOOST_TEST(!has(logged(), "restart"));
    for (const std::string_view setting :
         {"threads: 7", "listen: /run/other.sock", "socket_mode: '0600'", "socket_group: 7"}) {
        write_file(path, config_text("example.com"));
        BOOST_REQUIRE(config.load());
        (void)logged();
        write_file(path, config_text("example.com", "server: { " + std::string(setting) + " }\n"));
        BOOST_REQUIRE(config.load());
        BOOST_TEST(has(logged(), "needs a restart"), setting);
    }
}

BOOST_AUTO_TEST_CASE(the_log_follows) {
    write_file(path, config_text("example.com", "log: { level: error }\n"));
    BOOST_REQUIRE(config.load());
    (void)logged();
    log.warning("x");
    BOOST_TEST(logged() == "");
}

BOOST_AUTO_TEST_SUITE_END()
