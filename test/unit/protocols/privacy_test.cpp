// SPDX-License-Identifier: MIT
// What a stranger learns about an address in `users` or `aliases`: its login, where that is disclosed, and
// nothing else.
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/config/folder.hpp"

#include <regex>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

const std::string maps = "users: { max@example.com: mbox0815, max@open.example: mbox0816 }\n"
                         "aliases: { inf@example.com: max@example.com, out@open.example: max@example.com }\n";

std::shared_ptr<const Directory> load(const std::string& more) {
    return make_directory(load_after("autoconfig: { expand_username: true, extras: true }\n"
                                     "outlook: { activesync_url: 'https://eas.example.com/', dav: true }\n"
                                     "pacc: { enabled: true }\n"
                                     "mobileconfig: { payloads: [mail, dav, activesync] }\n" +
                                     more));
}
std::string domains(std::string_view more = "") {
    return "domains:\n"
           "  example.com:\n"
           "    services: { caldav: { url: 'https://dav.example.com/' }, carddav: { url: 'https://dav.example.com/' "
           "} }\n"
           "  open.example: {" +
           std::string(more) + "}\n";
}

/// Whatever can be asked with an address, and what goes by the host alone.
std::vector<std::string> all_answers(const Directory& directory, std::string_view address) {
    const std::string microsoft = "http://schemas.microsoft.com/exchange/autodiscover/";
    const std::string encoded = percent_encode(address);
    std::vector<std::string> answers;
    const auto ask = [&](std::string_view path, const std::string& query, const std::string& body = "") {
        Request request;
        request.method = body.empty() ? Method::get : Method::post;
        request.path = path;
        request.query = query;
        request.body = body;
        request.host = "autoconfig.example.com";
        const Response response = respond(request, directory).response;
        Output out;
        serialize(response, out);
        answers.push_back(std::string(path) + " " + std::string(response.remark) + "\n" + out.take());
    };
    for (const Protocol* const protocol : all_protocols()) {
        for (const Route& route : protocol->routes) {
            ask(route.path, "email=" + encoded);
            ask(route.path, "emailaddress=" + encoded);
        }
    }
    for (const std::string protocol : {"AutodiscoverV1", "ActiveSync"}) {
        ask("/autodiscover/autodiscover.json", "Protocol=" + protocol + "&Email=" + encoded);
        ask("/autodiscover/autodiscover.json/v1.0/" + std::string(address), "Protocol=" + protocol);
    }
    for (const std::string schema : {"outlook", "mobilesync"}) {
        ask("/autodiscover/autodiscover.xml", "",
            "<Autodiscover xmlns='" + microsoft + schema + "/requestschema/2006'><Request><EMailAddress>" +
                std::string(address) + "</EMailAddress></Request></Autodiscover>");
    }
    ask("/", "", "email=" + encoded);
    ask("/email.mobileconfig", "only=dav&email=" + encoded);
    return answers;
}

/// With the words replaced, and what is computed from an address or a login.
std::string masked(std::string answer, const std::string& address, const std::vector<std::string>& logins) {
    std::vector<std::string> words = {address, percent_encode(address),
                                      std::regex_replace(address, std::regex("@"), "-"), "%EMAILADDRESS%"};
    words.insert(words.end(), logins.begin(), logins.end());
    for (const std::string& word : words) {
        for (std::size_t at = answer.find(word); at != std::string::npos; at = answer.find(word, at + 1)) {
            answer.replace(at, word.size(), "*");
        }
    }
    const std::regex computed(
        "Content-Length: \\d+|[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|\\.[0-9a-f]{32}|"
        "ETag: \"[^\"]*\"| d=\"M[^\"]*\"");
    return std::regex_replace(answer, computed, "#");
}

void compare(const Directory& one_directory, const std::string& one, const Directory& other_directory,
             const std::string& other, const std::vector<std::string>& logins) {
    const auto ones = all_answers(one_directory, one);
    const auto others = all_answers(other_directory, other);
    BOOST_REQUIRE(ones.size() == others.size());
    for (std::size_t i = 0; i < ones.size(); ++i) {
        BOOST_TEST(masked(ones[i], one, logins) == masked(others[i], other, logins));
    }
}

bool tells(const Directory& directory, std::string_view address, std::string_view word) {
    const auto answers = all_answers(directory, address);
    return std::any_of(answers.begin(), answers.end(),
                       [&](const std::string& answer) { return answer.find(word) != std::string::npos; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(privacy)

BOOST_AUTO_TEST_CASE(a_listed_mailbox_differs_by_its_login_only) {
    const auto directory = load(domains() + maps);
    BOOST_TEST(tells(*directory, "max@example.com", "mbox0815"));
    for (const std::string listed : {"max@example.com", "inf@example.com"}) {
        compare(*directory, listed, *directory, "eva@example.com", {"mbox0815", "max@example.com"});
    }
    const auto answers = all_answers(*directory, "eva@example.com");
    BOOST_TEST(std::count_if(answers.begin(), answers.end(), [](const std::string& answer) {
                   return answer.find("Status: 200") != std::string::npos;
               }) > 25);
}

BOOST_AUTO_TEST_CASE(never_means_that_the_maps_might_as_well_not_be_there) {
    const auto without = load(domains());
    const auto directory = load("logins: { disclose: never }\n" + domains() + maps);
    for (const std::string address :
         {"max@example.com", "inf@example.com", "eva@example.com", "max@open.example", "out@open.example"}) {
        compare(*directory, address, *without, address, {});
        BOOST_TEST(!tells(*directory, address, "mbox081"));
    }
}

BOOST_AUTO_TEST_CASE(a_domain_may_have_it_its_own_way) {
    const auto one_opens =
        load("logins: { disclose: never }\n" + domains("logins: { disclose: always }") + maps);
    BOOST_TEST(tells(*one_opens, "max@open.example", "mbox0816"));
    BOOST_TEST(!tells(*one_opens, "max@example.com", "mbox0815"));
    // An alias in the open domain does not give away the login of the other.
    BOOST_TEST(!tells(*one_opens, "out@open.example", "mbox0815"));
    BOOST_TEST(!tells(*one_opens, "out@open.example", "max@"));
    const auto one_closes = load(domains("logins: { disclose: never }") + maps);
    BOOST_TEST(!tells(*one_closes, "max@open.example", "mbox0816"));
    BOOST_TEST(!tells(*one_closes, "out@open.example", "mbox0815"));
    BOOST_TEST(tells(*one_closes, "inf@example.com", "mbox0815"));
}

BOOST_AUTO_TEST_CASE(a_login_for_a_whole_domain_is_told) {
    const auto directory =
        load("logins: { disclose: never }\n" + domains() +
             "users: { '*@example.com': 'x-%EMAILLOCALPART%', max@example.com: mbox0815 }\n");
    BOOST_TEST(tells(*directory, "eva@example.com", "x-eva"));
    compare(*directory, "max@example.com", *directory, "eva@example.com", {"x-max", "x-eva"});
    BOOST_TEST(!tells(*directory, "max@example.com", "mbox0815"));
}

BOOST_AUTO_TEST_CASE(check_says_that_logins_are_told_to_no_client) {
    BOOST_TEST(
        findings_after("logins: { disclose: never }\n" + maps.substr(0, maps.find(',')) + " }\n") ==
        "c:7:10: warning: by `logins: { disclose: never }` no client is told this login, nor any other of "
        "such a domain: the servers must accept the address too\n");
    BOOST_TEST(findings_after("logins: { disclose: sometimes }\n") ==
               "c:6:21: `disclose` must be one of always, never, not `sometimes`\n");
}

BOOST_AUTO_TEST_SUITE_END()
