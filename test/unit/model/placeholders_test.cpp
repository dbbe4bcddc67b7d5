// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholders.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

std::string expanded(std::string_view text) {
    const Result<Template> result = Template::parse(text, Template::Allowed::all);
    if (!result) {
        return "error: " + result.error().message;
    }
    const Result<Mailbox> mailbox = Mailbox::parse("50%EMAILDOMAIN%@Example.com");
    std::string out;
    result->expand(Subject(*mailbox), out);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(placeholders)

BOOST_AUTO_TEST_CASE(each_is_filled_in_once) { // [autoconfig-06] Placeholders
    BOOST_TEST(expanded("%EMAILADDRESS%") == "50%EMAILDOMAIN%@example.com");
    BOOST_TEST(expanded("%EMAILLOCALPART%") ==
               "50%EMAILDOMAIN%"); // what was filled in is not looked at again
    BOOST_TEST(expanded("a-%EMAILDOMAIN%-%EMAILDOMAIN%-b") == "a-example.com-example.com-b");
    BOOST_TEST(expanded("%%EMAILDOMAIN%%") == "%example.com%");
    BOOST_TEST(expanded("") == "");
}

BOOST_AUTO_TEST_CASE(a_percent_sign_alone_is_text) {
    for (const std::string_view text :
         {"%", "%%", "100%", "%a%", "%EMAILDOMAIN", "EMAILDOMAIN%", "%EMAIL DOMAIN%", "%1%", "%AB%CD%EF"}) {
        BOOST_TEST(expanded(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(unknown_words_are_refused) {
    BOOST_TEST(expanded("x%FOO%") ==
               "error: unknown placeholder %FOO%, use %EMAILADDRESS%, %EMAILLOCALPART% or "
               "%EMAILDOMAIN%");
    BOOST_TEST(expanded("%EMAILDOMAINS%").starts_with("error: unknown placeholder %EMAILDOMAINS%"));
}

BOOST_AUTO_TEST_CASE(a_host_depends_on_the_domain_only) {
    for (const std::string_view text : {"%EMAILADDRESS%", "%EMAILLOCALPART%.x"}) {
        BOOST_TEST(!Template::parse(text, Template::Allowed::domain_only).ok());
    }
    const Result<Template> host = Template::parse("mail.%EMAILDOMAIN%", Template::Allowed::domain_only);
    BOOST_REQUIRE(host.ok());
    BOOST_TEST(!host->is_literal());
    BOOST_TEST(!host->needs_mailbox());
    BOOST_TEST(host->text() == "mail.%EMAILDOMAIN%");
    const Result<Domain> domain = Domain::parse("example.org");
    std::string out = "host ";
    host->expand(Subject(*domain), out);
    BOOST_TEST(out == "host mail.example.org");
}

BOOST_AUTO_TEST_CASE(what_a_text_needs) {
    const auto parse = [](std::string_view text) { return *Template::parse(text, Template::Allowed::all); };
    BOOST_TEST(parse("mail").is_literal());
    BOOST_TEST(parse("100%").is_literal());
    BOOST_TEST(parse("%EMAILADDRESS%").needs_mailbox());
    BOOST_TEST(parse("%EMAILDOMAIN%%EMAILLOCALPART%").needs_mailbox());
    BOOST_TEST(Template().is_literal());
    BOOST_CHECK(parse("a") == parse("a"));
    BOOST_CHECK(!(parse("a") == parse("b")));
}

BOOST_AUTO_TEST_SUITE_END()
