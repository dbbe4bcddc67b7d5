// SPDX-License-Identifier: MIT
// Who is told a login name that cannot be derived from the address, and who is not. [autoconfig-06]
// Placeholders
#include "autodiscover/responder/responder.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
using test::SmallDirectory;

namespace {

Response get(const Directory& directory, std::string_view host, std::string_view query = {}) {
    Request request;
    request.path = "/mail/config-v1.1.xml";
    request.host = host;
    request.query = query;
    return respond(request, directory).response;
}

/// What anyone is told of example.com.
const std::string& expected() {
    static const std::string body = get(SmallDirectory(), "autoconfig.example.com").body;
    return body;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t i = text.find(part); i != std::string_view::npos; i = text.find(part, i + part.size())) {
        ++found;
    }
    return found;
}

bool has(std::string_view text, std::string_view part) {
    return count(text, part) != 0;
}

/// `login` for alice@example.com, a pattern for carol, an alias for info.
void add_users(SmallDirectory& directory, std::string_view login) {
    auto& entry = directory.add("example.com");
    entry.policies.autoconfig.expand_username = true;
    entry.users["alice@example.com"].username = test::text(login);
    entry.users["carol@example.com"].username = test::text("c-%EMAILLOCALPART%");
    entry.users["info@example.com"].alias_of = *Mailbox::parse("bob@example.com");
    entry.users["EvolutionUser@example.com"].username = test::text("u0");
}

} // namespace

BOOST_AUTO_TEST_SUITE(autoconfig_users)

BOOST_AUTO_TEST_CASE(a_login_of_its_own_is_told_to_its_mailbox_alone) {
    SmallDirectory directory;
    add_users(directory, "u<1>");
    const Response alice = get(directory, "autoconfig.example.com", "emailaddress=alice%40example.com");
    BOOST_TEST(alice.status == 200);
    BOOST_TEST(alice.content_type == "text/xml; charset=utf-8");
    BOOST_TEST(alice.headers.lines() == "Cache-Control: private, no-store\r\n"
                                        "Access-Control-Allow-Origin: *\r\n"
                                        "X-Content-Type-Options: nosniff\r\n");
    BOOST_TEST(count(alice.body, "<username>u&lt;1&gt;</username>") == 3U);
    BOOST_TEST(!has(alice.body, "%EMAIL"));
    const Response info = get(directory, "autoconfig.example.com", "emailaddress=info%40example.com");
    BOOST_TEST(count(info.body, "<username>bob@example.com</username>") == 3U);
    BOOST_TEST(info.headers.find(HeaderName::etag).empty());
    const Response carol = get(directory, "autoconfig.example.com", "emailaddress=carol%40example.com");
    BOOST_TEST(count(carol.body, "<username>c-%EMAILLOCALPART%</username>") == 3U);
    BOOST_TEST(carol.headers.find(HeaderName::cache_control) ==
               "private, no-store"); // it differs from what others are told
}

BOOST_AUTO_TEST_CASE(all_others_are_told_what_anyone_is_told) {
    SmallDirectory directory;
    add_users(directory, "u1");
    // Evolution asks for a user of its own making and reads the answer as that of the real one.
    for (const std::string_view query :
         {"", "emailaddress=bob%40example.com", "emailaddress=evolutionuser%40example.com",
          "emailaddress=EVOLUTIONUSER%40example.com", "emailaddress=EvolutionUser%40example.com",
          "emailaddress=%EMAILADDRESS%", "emailaddress=a%40b%40example.com",
          "emailaddress=%22alice%22%40example.com", "emailaddress=alice%40unknown.example",
          "emailaddress=bob%40example.com&emailaddress=alice%40example.com"}) {
        const Response response = get(directory, "autoconfig.example.com", query);
        BOOST_TEST(response.body == expected(), query);
        // A mailbox without a login of its own gets the headers of one with: none can be told from the other.
        const bool is_mailbox = query.find("=bob") != query.npos || query.find("ser%40") != query.npos ||
                                query.find("SER%40") != query.npos;
        BOOST_TEST(response.headers.find(HeaderName::cache_control) ==
                   (is_mailbox ? "private, no-store" : "public, max-age=3600"));
        BOOST_TEST(response.headers.find(HeaderName::etag) == (is_mailbox ? "" : "\"0123456789abcdef\""));
    }
}

BOOST_AUTO_TEST_CASE(a_login_is_not_told_unless_the_operator_wants_it) {
    SmallDirectory directory;
    add_users(directory, "u1");
    AutoconfigPolicy& policy = directory.add("example.com").policies.autoconfig;
    policy.expand_username = false;
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=alice%40example.com").body ==
               expected());
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=carol%40example.com").body ==
               expected());
    policy.expand_username = true;
    policy.enabled = false;
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=alice%40example.com").status == 404);
}

BOOST_AUTO_TEST_CASE(a_mailbox_without_both_directions_has_no_document_either) {
    SmallDirectory directory;
    add_users(directory, "u1");
    directory.add("example.com").services.pop_back();
    BOOST_TEST(get(directory, "autoconfig.example.com", "emailaddress=alice%40example.com").status == 404);
}

BOOST_AUTO_TEST_CASE(view_shows_what_the_mailbox_is_told) {
    SmallDirectory directory;
    add_users(directory, "u1");
    const auto shown = [&](std::string_view address) {
        const Mailbox mailbox = *Mailbox::parse(address);
        return autoconfig_protocol.view(*directory.find(Subject(mailbox)), directory.installation()).body;
    };
    for (const std::string_view name : {"alice", "bob", "carol", "info", "EVOLUTIONUSER"}) {
        const std::string address = std::string(name) + "@example.com";
        BOOST_TEST(shown(address) ==
                   get(directory, "autoconfig.example.com", "emailaddress=" + address).body);
    }
    BOOST_TEST(has(shown("alice@example.com"), "<username>u1</username>"));
    directory.add("example.com").policies.autoconfig.expand_username = false;
    BOOST_TEST(shown("alice@example.com") == expected());
    BOOST_TEST(shown("carol@example.com") == expected());
    const Domain domain = *Domain::parse("example.com");
    BOOST_TEST(autoconfig_protocol.view(*directory.find(Subject(domain)), directory.installation()).body ==
               expected());
}

BOOST_AUTO_TEST_SUITE_END()
