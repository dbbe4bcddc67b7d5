// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/protocol.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
namespace data = boost::unit_test::data;

namespace {

const std::string plain = "/autodiscover/autodiscover.json";
const std::string pointer =
    R"({"Protocol":"AutodiscoverV1","Url":"https://autodiscover.hosting.example/autodiscover/autodiscover.xml"})";

struct Fixture {
    test::SmallDirectory directory;

    Fixture() {
        directory.add("eas.example").policies.outlook.activesync_url = test::url("https://eas.example/x");
        directory.add("off.example").policies.outlook.enabled = false;
    }
    /// "STATUS ErrorCode" or "200 BODY".
    std::string get(const std::string& query, const std::string& path = plain) {
        Request request;
        request.path = path;
        request.query = query;
        request.host = "evil.example";
        const Answer answer = respond(request, directory);
        const Response& response = answer.response;
        if (answer.route != "json") {
            return "no route";
        }
        BOOST_TEST(response.content_type == "application/json; charset=utf-8");
        BOOST_TEST(response.headers.find(HeaderName::cache_control) == "no-store");
        BOOST_TEST(response.headers.find(HeaderName::x_content_type_options) == "nosniff");
        const std::string status = std::to_string(response.status) + " ";
        if (response.status == 200) {
            return status + response.body;
        }
        const std::string start = R"({"ErrorCode":")";
        BOOST_TEST(response.body.starts_with(start));
        BOOST_TEST(response.body.ends_with("\"}"));
        BOOST_TEST(response.body.find(R"(","ErrorMessage":")") != std::string::npos);
        return status +
               response.body.substr(start.size(), response.body.find('"', start.size()) - start.size());
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(outlook_json, Fixture)

const std::string queries[] = {
    "Email=alice%40example.com&Protocol=Autodiscoverv1&RedirectCount=1",
    "email=alice@example.com&protocol=AUTODISCOVERV1",
    "Protocol=AutodiscoverV1&EMAIL=alice@example.com&RedirectCount=9&ServerLocation=true",
    "Protocol=AutodiscoverV1&Email=alice@EXAMPLE.com&RedirectCount=x",
};
BOOST_DATA_TEST_CASE_F(Fixture, the_pointer_is_found_in_any_spelling, data::make(queries)) {
    BOOST_TEST(get(sample) == "200 " + pointer);
}

BOOST_AUTO_TEST_CASE(the_address_may_stand_in_the_path) {
    BOOST_TEST(get("Protocol=AutodiscoverV1", plain + "/v1.0/alice@example.com") == "200 " + pointer);
    BOOST_TEST(get("Protocol=AutodiscoverV1", "/AutoDiscover/AUTODISCOVER.JSON/V1.0/alice@example.com") ==
               "200 " + pointer);
    // the path wins
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=a@other.example", plain + "/v1.0/alice@example.com") ==
               "200 " + pointer);
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=a@example.com", plain + "/v1.0/") == "200 " + pointer);
    BOOST_TEST(get("Protocol=AutodiscoverV1", plain + "/v1.0/") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Protocol=AutodiscoverV1", plain + "/v1.0/alice@example.com/x") == "400 InvalidUserId");
}

BOOST_AUTO_TEST_CASE(other_paths_below_are_not_ours) {
    for (const std::string path : {"/", "/v1.0", "/v2.0/alice@example.com", "x"}) {
        BOOST_TEST(get("Protocol=AutodiscoverV1&Email=a@example.com", plain + path) == "no route");
    }
}

BOOST_AUTO_TEST_CASE(active_sync_only_where_it_is_configured) {
    BOOST_TEST(get("Email=a@eas.example&Protocol=ActiveSync") ==
               R"(200 {"Protocol":"ActiveSync","Url":"https://eas.example/x"})");
    BOOST_TEST(get("Email=a@eas.example&Protocol=activesync").starts_with("200 "));
    BOOST_TEST(get("Email=a@example.com&Protocol=ActiveSync") == "400 InvalidProtocol");
}

BOOST_AUTO_TEST_CASE(a_url_stays_as_it_is) { // it holds nothing that JSON escapes: Url
    directory.add("odd.example").policies.outlook.activesync_url = test::url("https://x/~%&?a='#b");
    BOOST_TEST(get("Email=a@odd.example&Protocol=ActiveSync") ==
               R"(200 {"Protocol":"ActiveSync","Url":"https://x/~%&?a='#b"})");
}

BOOST_AUTO_TEST_CASE(a_domain_without_outlook_has_no_protocol) {
    BOOST_TEST(get("Email=a@off.example&Protocol=AutodiscoverV1") == "400 InvalidProtocol");
}

BOOST_AUTO_TEST_CASE(the_protocol_is_checked_first_then_the_address_then_the_domain) {
    BOOST_TEST(get("") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Email=a@example.com") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Email=a@example.com&Protocol=") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Email=a@example.com&Protocol=%20") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Protocol=Ews") == "400 InvalidProtocol");
    BOOST_TEST(get("Protocol=REST&Email=nobody") == "400 InvalidProtocol");
    BOOST_TEST(get("Protocol=AutodiscoverV1") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=") == "400 MandatoryParameterMissing");
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=nobody") == "400 InvalidUserId");
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=%3Ci%3E@example.com") == "400 InvalidUserId");
    BOOST_TEST(get("Protocol=AutodiscoverV1&Email=a@other.example") == "404 NotFound");
    BOOST_TEST(get("Protocol=ActiveSync&Email=a@other.example") == "404 NotFound");
}

BOOST_AUTO_TEST_CASE(a_chain_of_redirects_ends) {
    for (const std::string count : {"10", "11", "4294967296", "99999999999999999999999"}) {
        BOOST_TEST(get("Protocol=AutodiscoverV1&Email=a@example.com&RedirectCount=" + count) ==
                   "404 NotFound");
    }
}

BOOST_AUTO_TEST_CASE(nothing_that_was_sent_comes_back) {
    for (const std::string query : {"Protocol=%3Cscript%3E&Email=a@example.com",
                                    "Protocol=AutodiscoverV1&Email=%3Cscript%3E@example.com",
                                    "Protocol=AutodiscoverV1&Email=a@script.example"}) {
        Request request;
        request.path = plain;
        request.query = query;
        request.host = "script.example";
        BOOST_TEST(respond(request, directory).response.body.find("script") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_view_shows_the_pointer) {
    const Mailbox mailbox = *Mailbox::parse("alice@example.com");
    BOOST_TEST(outlook_json_protocol.view(*directory.find(Subject(mailbox)), directory.installation()).body ==
               pointer);
}

BOOST_AUTO_TEST_SUITE_END()
