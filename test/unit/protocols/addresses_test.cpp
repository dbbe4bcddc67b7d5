// SPDX-License-Identifier: MIT
// An address as people and programs send it, in every protocol that takes one.
#include "autodiscover/http/query.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// One way to ask with an address.
struct Way {
    std::string name;
    std::string path;
    std::string before;    // what precedes the address in the query or the body
    std::string behind{};  // what follows it
    bool in_path = false;  // the address ends the path
    bool is_post = false;  // query and address are the body
    bool is_coded = true;  // percent-encoded
    int refused = 400;     // the status for an address that is not one
    std::string says = ""; // what that answer holds
};

const std::vector<Way> ways = {
    {"autoconfig", "/mail/config-v1.1.xml", "emailaddress=", "", false, false, true, 404,
     "No autoconfig document"},
    {"outlook by GET", "/autodiscover/autodiscover.xml", "email=", "", false, false, true, 200,
     "<ErrorCode>600</ErrorCode>"},
    {"outlook by POST", "/autodiscover/autodiscover.xml",
     "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>"
     "<EMailAddress>",
     "</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/"
     "responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>",
     false, true, false, 200, "<ErrorCode>600</ErrorCode>"},
    {"JSON by query", "/autodiscover/autodiscover.json", "Protocol=AutodiscoverV1&Email=", "", false, false,
     true, 400, "InvalidUserId"},
    {"JSON by path", "/autodiscover/autodiscover.json/v1.0/", "Protocol=AutodiscoverV1", "", true, false,
     true, 400, "InvalidUserId"},
    {"profile", "/email.mobileconfig", "email=", "", false, false, true, 400, "The address is not valid."},
    {"profile of a list", "/profile.mobileconfig", "addresses=", "%2Cb%40example.com", false, false, true,
     400, "The address is not valid."},
    {"page by GET", "/", "email=", "", false, false, true, 400, "This is not a complete email address."},
    {"page by POST", "/", "email=", "&now=en&lang=en", false, true, true, 400,
     "This is not a complete email address."},
};

struct AddressesFixture {
    SmallDirectory directory;

    AddressesFixture() {
        directory.add("hosting.example"); // where who is not understood would end up
        for (SmallDirectory::Entry* entry :
             {&directory.add("example.com"), &directory.add("customer.example")}) {
            entry->policies.autoconfig.expand_username = true;
        }
        directory.add("customer.example").services[0].host = test::text("imap.customer.example");
    }
    /// `address` goes as it is into a path, which the server decoded, and is encoded `rounds` times
    /// elsewhere.
    [[nodiscard]] Response ask(const Way& way, std::string address, int rounds = 1) const {
        for (int i = way.in_path ? 1 : 0; i < rounds && way.is_coded; ++i) {
            address = percent_encode(address);
        }
        const std::string path = way.path + (way.in_path ? address : "");
        const std::string text = way.in_path ? way.before : way.before + address + way.behind;
        Request request;
        request.method = way.is_post ? Method::post : Method::get;
        request.path = path;
        request.host = "autodiscover.hosting.example";
        (way.is_post ? request.body : request.query) = text;
        return respond(request, directory).response;
    }
};

bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(addresses, AddressesFixture)

BOOST_AUTO_TEST_CASE(characters_that_deceive_are_refused_everywhere_with_each_ones_own_error) {
    for (const Way& way : ways) {
        for (const std::string character :
             {"\u00a0", "\u00ad", "\u0085", "\u200d", "\u2028", "\u2029", "\u202e", "\u2066", "\u3000",
              "\u3164", "\ue000", "\u0378", "\ufe6b", "\uff20", "\ufeff", "\U000e0041", "\U0010ffff", " ",
              "\x7f"}) {
            for (const std::string& local : {"Call" + character + "me", character + "a", "é" + character}) {
                const Response response = ask(way, local + "@example.com");
                BOOST_TEST_INFO_SCOPE(way.name << " " << percent_encode(local));
                if (local.front() != ' ') { // a blank is trimmed
                    BOOST_TEST(response.status == way.refused);
                    BOOST_TEST(holds(response, way.says));
                }
                BOOST_TEST((way.name.starts_with("page") || !holds(response, "Call")));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_domain_is_typed_with_and_nobody_sees_is_not_shown) {
    for (const Way& way : ways) {
        for (const std::string domain : {"exam\u00adple.com", "exam\u200bple.com", "\u2060unknown.example"}) {
            const Response response = ask(way, "a@" + domain);
            for (const char* const invisible : {"\u00ad", "\u200b", "\u2060"}) {
                BOOST_TEST(!holds(response, invisible), way.name);
            }
            if (way.name.starts_with("page")) {
                const bool is_known = domain.starts_with("exam");
                BOOST_TEST(holds(response, is_known ? "a@example.com" : "a@unknown.example"));
                BOOST_TEST(response.status == (is_known ? 200 : 404));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(letters_marks_and_digits_of_all_scripts_stay) {
    for (const Way& way : ways) {
        for (const std::string local :
             {"é", "e\u0301", "имя", "名前", "이름", "नमस्ते", "אבג", "اسم٠١", "ชื่อ", "🙂", "a·b"}) {
            const Response response = ask(way, local + "@example.com");
            BOOST_TEST(response.status == 200, way.name << " " << local);
            BOOST_TEST(!holds(response, "ErrorCode"), way.name << " " << local);
        }
    }
}

/// An address that cannot be read must not get the settings of the host, which may be another domain's.
BOOST_AUTO_TEST_CASE(an_address_encoded_twice_is_the_same_address) {
    for (const Way& way : ways) {
        if (way.is_coded) {
            const Response right = ask(way, "eva@customer.example");
            const Response twice = ask(way, "eva@customer.example", 2);
            BOOST_TEST(right.status == 200);
            BOOST_TEST(twice.status == right.status, way.name);
            BOOST_TEST(twice.headers.lines() == right.headers.lines(), way.name);
            BOOST_TEST(twice.body == right.body, way.name);
            const Response thrice = ask(way, "eva@customer.example", 3);
            BOOST_TEST(thrice.status == way.refused, way.name);
            BOOST_TEST(holds(thrice, way.says), way.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(blanks_around_an_address_are_none_of_it) {
    for (const Way& way : ways) {
        const Response right = ask(way, "eva@customer.example");
        for (const std::string blank : {" ", "  ", "\t"}) {
            const Response response = ask(way, blank + "eva@customer.example" + blank);
            BOOST_TEST(response.status == right.status, way.name);
            BOOST_TEST(response.body == right.body, way.name);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
