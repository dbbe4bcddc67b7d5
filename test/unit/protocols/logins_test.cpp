// SPDX-License-Identifier: MIT
// A login that an operator configured: told in every format to its mailbox, and changing nothing else.
#include "autodiscover/protocols/protocol.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;

namespace {

struct Fixture {
    test::SmallDirectory plain;
    test::SmallDirectory configured;

    Fixture() {
        for (test::SmallDirectory* directory : {&plain, &configured}) {
            Policies& policies = directory->add("example.com").policies;
            policies.autoconfig.expand_username = true;
            policies.pacc.enabled = true;
        }
        auto& users = configured.add("example.com").users;
        users["info@example.com"].username = test::text("mbox0815");
        users["sales@example.com"] = {test::text("mbox0815"), *Mailbox::parse("info@example.com")};
    }
    /// Status and body of what a mailbox is told in a format.
    static std::string told(const Protocol& protocol, const Directory& directory, std::string_view address) {
        if (protocol.view == nullptr) {
            return {}; // not about accounts
        }
        const Mailbox mailbox = *Mailbox::parse(address);
        const Response response = protocol.view(*directory.find(Subject(mailbox)), directory.installation());
        return std::to_string(response.status) + "\n" + response.body;
    }
    static std::size_t replace_all(std::string& text, std::string_view from, std::string_view to) {
        std::size_t count = 0;
        for (std::size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
            ++count;
        }
        return count;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(logins, Fixture)

BOOST_AUTO_TEST_CASE(others_of_the_domain_are_told_the_same_as_before) {
    for (const Protocol* protocol : all_protocols()) {
        BOOST_TEST(told(*protocol, configured, "nobody@example.com") ==
                       told(*protocol, plain, "nobody@example.com"),
                   protocol->name);
    }
}

BOOST_AUTO_TEST_CASE(the_mailbox_is_told_its_login_and_all_else_as_before) {
    for (const std::string address : {"info@example.com", "sales@example.com"}) {
        for (const Protocol* protocol : all_protocols()) {
            std::string before = told(*protocol, plain, address);
            std::string now = told(*protocol, configured, address);
            const std::size_t logins = replace_all(now, "mbox0815", "LOGIN");
            if (protocol->name == "autoconfig") {
                BOOST_TEST(replace_all(before, "%EMAILADDRESS%", "LOGIN") == logins);
            } else {
                for (const std::string_view tag :
                     {"<LoginName>", "Username</key>\n<string>", "<bdi class=\"value\">"}) {
                    replace_all(before, std::string(tag) + address, std::string(tag) + "LOGIN");
                }
            }
            const bool has_logins = protocol->name == "autoconfig" || protocol->name == "outlook" ||
                                    protocol->name == "mobileconfig" || protocol->name == "page";
            BOOST_TEST(logins == (!has_logins                        ? 0U
                                  : protocol->name == "mobileconfig" ? 2U
                                                                     : 3U),
                       protocol->name);
            BOOST_TEST(now == before, protocol->name);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
