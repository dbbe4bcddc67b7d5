// SPDX-License-Identifier: MIT
// Whatever list of words an operator writes: where a password is accepted, no format says a word for which a
// client drops the whole answer.
#include "autodiscover/protocols/protocol.hpp"

#include "unit/fixture.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace autodiscover;
using enum Authentication;

namespace {

/// Calls `visit` with every list of at least one word, each word at most once, in every order.
template <typename Visit>
void for_each_list(std::vector<Authentication>& list, const Visit& visit) {
    for (const Authentication word :
         {password_cleartext, password_encrypted, ntlm, gssapi, oauth2, tls_client_cert, none}) {
        if (std::find(list.begin(), list.end(), word) == list.end()) {
            list.push_back(word);
            visit(list);
            for_each_list(list, visit);
            list.pop_back();
        }
    }
}

/// The texts of all elements of a name.
std::vector<std::string> texts_of(const std::string& body, const std::string& name) {
    std::vector<std::string> found;
    const std::string open = "<" + name + ">";
    for (std::size_t at = body.find(open); at != std::string::npos; at = body.find(open, at + 1)) {
        const std::size_t begin = at + open.size();
        found.push_back(body.substr(begin, body.find('<', begin) - begin));
    }
    return found;
}

bool has_only(const std::vector<std::string>& found, std::initializer_list<std::string_view> allowed) {
    return !found.empty() && std::all_of(found.begin(), found.end(), [&](const std::string& each) {
        return std::find(allowed.begin(), allowed.end(), each) != allowed.end();
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(authentications)

BOOST_AUTO_TEST_CASE(no_list_with_a_password_drops_an_answer) {
    test::SmallDirectory directory;
    auto& entry = directory.add("example.com");
    entry.provider.oauth2 =
        OAuth2{"https://id.example", "mail", "https://id.example/a", "https://id.example/t", ""};
    entry.policies.pacc.enabled = true;
    entry.services.back() =
        test::service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.example");
    const Mailbox mailbox = *Mailbox::parse("user@example.com");
    std::size_t lists = 0;
    const auto check = [&](const std::vector<Authentication>& list) {
        if (std::none_of(list.begin(), list.end(), is_password)) {
            return;
        }
        ++lists;
        for (Service& service : entry.services) {
            service.authentication = list;
        }
        entry.policies.autoconfig.oauth2 = lists % 2 == 0;
        for (const Protocol* protocol : all_protocols()) {
            const std::string_view name = protocol->name;
            if (name != "autoconfig" && name != "outlook" && name != "mobileconfig" && name != "pacc") {
                continue;
            }
            const Response response =
                protocol->view(*directory.find(Subject(mailbox)), directory.installation());
            BOOST_REQUIRE_MESSAGE(response.status == 200, name);
            if (name == "autoconfig") { // Thunderbird for iOS knows no other words
                BOOST_REQUIRE(has_only(texts_of(response.body, "authentication"),
                                       {"password-cleartext", "password-encrypted", "OAuth2"}));
            } else if (name == "outlook") {
                BOOST_REQUIRE(has_only(texts_of(response.body, "SPA"), {"off"}));
                BOOST_REQUIRE(has_only(texts_of(response.body, "AuthRequired"), {"on"}));
            }
        }
    };
    std::vector<Authentication> list;
    for_each_list(list, check);
    BOOST_TEST(lists > 13'000U);
}

BOOST_AUTO_TEST_CASE(one_word_is_told) {
    BOOST_CHECK(told_authentication({gssapi, password_encrypted, password_cleartext}) == password_encrypted);
    BOOST_CHECK(told_authentication({oauth2, ntlm, password_cleartext}) == password_cleartext);
    BOOST_CHECK(told_authentication({oauth2, gssapi, ntlm}) == gssapi);
    BOOST_CHECK(told_authentication({oauth2}) == oauth2);
    BOOST_CHECK(told_authentication({none}) == none);
}

BOOST_AUTO_TEST_SUITE_END()
