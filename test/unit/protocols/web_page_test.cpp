// SPDX-License-Identifier: MIT
// Who is answered what; what the pages look like is tested in web_layout_test.cpp and web_settings_test.cpp.
#include "autodiscover/protocols/protocol.hpp"

#include "autodiscover/base/digest.hpp"
#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

Response ask(const Directory& directory, std::string_view query, std::string_view body = "",
             std::string_view languages = "", std::string_view host = "autoconfig.example.com") {
    Request request;
    request.method = body.empty() ? Method::get : Method::post;
    request.path = "/";
    request.query = query;
    request.body = body;
    request.host = host;
    request.accept_language = languages;
    return web_page_protocol.routes.front().handler(request, directory);
}

bool holds(const Response& response, std::string_view part) {
    return response.body.find(part) != std::string::npos;
}

/// The hashes of all elements of a kind, as the policy must name them.
std::string hashes(const std::string& page, const std::string& name) {
    std::string out;
    const std::string open = "<" + name + ">";
    for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at + 1)) {
        const std::size_t begin = at + open.size();
        const auto digest = sha256(page.substr(begin, page.find("</" + name + ">", begin) - begin));
        out.append(" 'sha256-").append(base64(digest).view()).append("'");
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_page)

BOOST_AUTO_TEST_CASE(a_form_an_answer_an_error_and_an_unknown_domain) {
    const SmallDirectory directory;
    const Response form = ask(directory, "");
    BOOST_TEST(form.status == 200);
    BOOST_TEST(holds(form, "<h1>Set up your email</h1>"));
    BOOST_TEST(!holds(form, "role=\"alert\""));
    const Response answer = ask(directory, "", "email=alice%40example.com&now=en");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(holds(answer, "<h1>Settings for <bdi>alice@example.com</bdi></h1>"));
    BOOST_TEST(holds(answer, "<svg"));
    const Response error = ask(directory, "", "email=alice&now=en");
    BOOST_TEST(error.status == 400);
    BOOST_TEST(holds(error, "role=\"alert\">This is not a complete email address."));
    BOOST_TEST(holds(error, "value=\"alice\""));
    const Response unknown = ask(directory, "", "email=alice%40other.example&now=en");
    BOOST_TEST(unknown.status == 404);
    BOOST_TEST(holds(unknown, "<h1>We do not know this address</h1>"));
    BOOST_TEST(holds(unknown, "<bdi>alice@other.example</bdi> does not belong to us."));
}

BOOST_AUTO_TEST_CASE(the_policy_has_the_hashes_of_what_is_in_the_page) {
    SmallDirectory directory;
    directory.add("example.com").policies.web.accent = {255, 0, 0};
    for (const std::string_view query : {"", "email=alice@example.com", "email=x", "email=a@other.example"}) {
        const Response page = ask(directory, query);
        const std::string policy(page.headers.find(HeaderName::content_security_policy));
        const std::string scripts = hashes(page.body, "script");
        BOOST_TEST(policy.starts_with("default-src 'none'; style-src" + hashes(page.body, "style") + "; " +
                                      (scripts.empty() ? "" : "script-src" + scripts + "; ") + "img-src"),
                   policy);
        BOOST_TEST(page.headers.find(HeaderName::cache_control) == "no-store");
        BOOST_TEST(page.headers.find(HeaderName::vary) == "Accept-Language");
        BOOST_TEST(page.headers.find(HeaderName::referrer_policy) == "no-referrer");
        BOOST_TEST(page.headers.find(HeaderName::x_content_type_options) == "nosniff");
        BOOST_TEST(page.headers.find(HeaderName::x_robots_tag) == "noindex");
        BOOST_TEST(page.content_type == "text/html; charset=utf-8");
    }
}

BOOST_AUTO_TEST_CASE(forms_and_links_encode_in_their_own_ways) {
    const SmallDirectory directory;
    BOOST_TEST(holds(ask(directory, "", "email=a%2Bb%40example.com"), "Settings for a+b@example.com"));
    BOOST_TEST(holds(ask(directory, "email=a+b@example.com"), "Settings for a+b@example.com"));
    BOOST_TEST(holds(ask(directory, "", "email=+alice%40example.com+"), "Settings for alice@example.com"));
    BOOST_TEST(ask(directory, "", "email=a+b%40example.com").status == 400);
    // What is posted counts, whatever stands in the query.
    BOOST_TEST(ask(directory, "email=alice@example.com", "email=x").status == 400);
}

BOOST_AUTO_TEST_CASE(the_language_is_chosen_by_button_form_link_or_browser) {
    const SmallDirectory directory;
    BOOST_TEST(holds(ask(directory, "", "", "de,en;q=0.5"), "<html lang=\"de\">"));
    BOOST_TEST(holds(ask(directory, "lang=fr", "", "de"), "<html lang=\"fr\">"));
    BOOST_TEST(holds(ask(directory, "lang=xx", "", "de"), "<html lang=\"de\">"));
    BOOST_TEST(holds(ask(directory, "", "email=alice%40example.com&now=it", "de"), "<html lang=\"it\">"));
    const Response switched = ask(directory, "", "email=alice%40example.com&now=it&lang=pl", "de");
    BOOST_TEST(holds(switched, "<html lang=\"pl\">"));
    BOOST_TEST(holds(switched, "Ustawienia dla alice@example.com"));
    BOOST_TEST(ask(directory, "", "email=alice&now=it&lang=pl").status == 400); // the error in Polish
}

BOOST_AUTO_TEST_CASE(an_empty_field_is_an_error_only_when_an_answer_was_wanted) {
    const SmallDirectory directory;
    BOOST_TEST(holds(ask(directory, "", "email=&now=en"), "role=\"alert\">Please type your email address."));
    BOOST_TEST(ask(directory, "", "email=&now=en").status == 400);
    BOOST_TEST(ask(directory, "", "email=&now=en&lang=en").status == 400);
    BOOST_TEST(ask(directory, "", "x").status == 400);
    BOOST_TEST(ask(directory, "", "email=&now=en&lang=de").status == 200);
    BOOST_TEST(ask(directory, "email=").status == 200);
}

BOOST_AUTO_TEST_CASE(nothing_unprintable_comes_back) {
    const SmallDirectory directory;
    for (const std::string_view typed : {"%00@example.com", "%ff%40example.com", "a%0d%0ab", "%c2%85"}) {
        const Response page = ask(directory, "", "email=" + std::string(typed));
        BOOST_TEST(page.status == 400);
        BOOST_TEST(holds(page, " value=\"\" aria-describedby"));
    }
    BOOST_TEST(holds(ask(directory, "", "email=" + std::string(401, 'x')), " value=\"\" aria-describedby"));
    const Response page = ask(directory, "", "email=%22%3E%3Cscript%3Ealert(1)%3C/script%3E@example.com");
    BOOST_TEST(page.status == 400);
    BOOST_TEST(!holds(page, "<script"));
    BOOST_TEST(holds(page, "value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;@example.com\""));
}

BOOST_AUTO_TEST_CASE(the_name_is_that_of_the_host_then_of_the_address) {
    SmallDirectory directory;
    directory.add("hosting.example");
    directory.add("bakery.example").provider.name = "Bakery";
    const auto name = [](const Response& page) {
        const std::size_t at = page.body.find("<header><p>") + 11;
        return page.body.substr(at, page.body.find('<', at) - at);
    };
    BOOST_TEST(name(ask(directory, "", "", "", "autoconfig.bakery.example")) == "Bakery");
    BOOST_TEST(name(ask(directory, "", "", "", "10.0.0.1")) == "Example Mail");
    BOOST_TEST(name(ask(directory, "email=a@bakery.example")) == "Bakery");
    BOOST_TEST(name(ask(directory, "email=a@other.example", "", "", "bakery.example")) == "Bakery");
}

BOOST_AUTO_TEST_CASE(a_domain_without_the_page) {
    SmallDirectory directory;
    directory.add("hosting.example");
    directory.add("off.example").policies.web.enabled = false;
    BOOST_TEST(ask(directory, "", "", "", "autoconfig.off.example").body == "Not found.\n");
    BOOST_TEST(ask(directory, "email=a@off.example").status == 404);
    BOOST_TEST(!holds(ask(directory, "email=a@off.example"), "imap."));
    directory.add("hosting.example").policies.web.enabled = false;
    BOOST_TEST(ask(directory, "", "", "", "nobody.example").body == "Not found.\n");
}

BOOST_AUTO_TEST_CASE(a_domain_without_servers_and_formats_that_are_off) {
    SmallDirectory directory;
    directory.add("empty.example").services.clear();
    const Response nothing = ask(directory, "email=a@empty.example");
    BOOST_TEST(nothing.status == 404);
    BOOST_TEST(holds(nothing, "There are no mail servers for this address."));
    SmallDirectory::Entry& entry = directory.add("example.com");
    entry.policies.mobileconfig.enabled = entry.policies.autoconfig.enabled = entry.policies.outlook.enabled =
        false;
    const Response page = ask(directory, "email=alice@example.com");
    BOOST_TEST(page.status == 200);
    BOOST_TEST(!holds(page, "mobileconfig"));
    BOOST_TEST(!holds(page, "by itself"));
}

BOOST_AUTO_TEST_CASE(the_address_is_shown_as_it_was_typed) {
    SmallDirectory directory;
    directory.add("xn--bcher-kva.example");
    const Response page = ask(directory, "email=hans@b\xc3\xbc"
                                         "cher.example");
    BOOST_TEST(holds(page, "Settings for hans@b\xc3\xbc"
                           "cher.example"));
    BOOST_TEST(holds(page, "<bdi class=\"value\">hans@xn--bcher-kva.example</bdi>"));
}

BOOST_AUTO_TEST_CASE(the_command_line_shows_it) {
    SmallDirectory directory;
    const Result<Mailbox> mailbox = Mailbox::parse("alice@example.com");
    const Response page =
        web_page_protocol.view(*directory.find(Subject(*mailbox)), directory.installation());
    BOOST_TEST(page.body == ask(directory, "email=alice@example.com").body);
    const Result<Domain> domain = Domain::parse("example.com");
    BOOST_TEST(web_page_protocol.view(*directory.find(Subject(*domain)), directory.installation()).body ==
               ask(directory, "").body);
    directory.add("example.com").policies.web.enabled = false;
    BOOST_TEST(
        web_page_protocol.view(*directory.find(Subject(*mailbox)), directory.installation()).content_type ==
        "text/plain; charset=utf-8");
}

BOOST_AUTO_TEST_SUITE_END()
