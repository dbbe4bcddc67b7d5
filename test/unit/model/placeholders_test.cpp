// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholders.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

using namespace autodiscover;

namespace {

std::string expanded(std::string_view text) {
    const Result<Template> result = Template::parse(text, Template::Allowed::all);
    if (!result) {
        return "error: " + result.error().message;
    }
    const Result<Mailbox> mailbox = Mailbox::parse("50%EMAILDOMAIN%@Example.com");
    return std::string(result->fill(Subject(*mailbox)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(placeholders)

BOOST_AUTO_TEST_CASE(each_is_filled_in_once) { // [autoconfig-06] Placeholders
    BOOST_TEST(expanded("%EMAILADDRESS%") == "50%EMAILDOMAIN%@example.com");
    BOOST_TEST(expanded("%EMAILLOCALPART%") ==
               "50%EMAILDOMAIN%"); // what was filled in is not looked at again
    BOOST_TEST(expanded("a-%EMAILDOMAIN%-%EMAILDOMAIN%-b") == "a-example.com-example.com-b");
    BOOST_TEST(expanded("%%%EMAILDOMAIN%%%") == "%example.com%");
    BOOST_TEST(expanded("") == "");
}

BOOST_AUTO_TEST_CASE(signs_stand_for_themselves) {
    BOOST_TEST(expanded("%%") == "%");
    BOOST_TEST(expanded("100%%") == "100%");
    BOOST_TEST(expanded("%%%%u") == "%%u");
    BOOST_TEST(expanded("%%u") == "%u");
    BOOST_TEST(expanded("%EMAILDOMAIN%%%%EMAILDOMAIN%") == "example.com%example.com");
    for (const std::string_view text :
         {"$", "$$", "a$", "$1", "{", "}", "{}", "{ }", "{,a}", "a}", "EMAILDOMAIN", "100"}) {
        BOOST_TEST(expanded(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(words_of_other_programs_are_refused_with_ours) {
    const std::pair<std::string_view, std::string_view> words[] = {
        {"%u", "EMAILADDRESS"},
        {"%u@x", "EMAILADDRESS"},
        {"%s", "EMAILADDRESS"},
        {"%n", "EMAILLOCALPART"},
        {"%n%d", "EMAILLOCALPART"},
        {"%d", "EMAILDOMAIN"},
        {"%{user}", "EMAILADDRESS"},
        {"${email}", "EMAILADDRESS"},
        {"$email", "EMAILADDRESS"},
        {"{email}", "EMAILADDRESS"},
        {"{{ user.email }}", "EMAILADDRESS"},
        {"{local-part}", "EMAILLOCALPART"},
        {"{email", "EMAILADDRESS"}, // nothing closes it, or a function of a shell or a template is in it
        {"${email", "EMAILADDRESS"},
        {"%{user | lower}", "EMAILADDRESS"},
        {"${EMAILADDRESS%%@*}", "EMAILADDRESS"},
        {"{EMAILDOMAIN}", "EMAILDOMAIN"},
        {"%domain%", "EMAILDOMAIN"},
        {"%emailaddress%", "EMAILADDRESS"},
        {"%EmailAddress%", "EMAILADDRESS"},
        {"%EMAIL_ADDRESS%", "EMAILADDRESS"},
        {"%EMAILADDRESS", "EMAILADDRESS"},
        {"%EMAILADDRESS-x", "EMAILADDRESS"},
        {"%EMAILADDRESSX%", "EMAILADDRESS"},
        {"%EMAILADRESS%", "EMAILADDRESS"},
        {"%EMIALLOCALPART%", "EMAILLOCALPART"},
        {"%%EMAILADDRESS%%", "EMAILADDRESS"},
        {"%%EMAILDOMAIN%", "EMAILDOMAIN"},
    };
    for (const auto& [word, ours] : words) {
        BOOST_TEST_CONTEXT(word) {
            const auto fault = Template::find_fault("ab" + std::string(word), Template::Allowed::all);
            BOOST_REQUIRE(fault.has_value());
            BOOST_TEST(fault->at == 2U);
            BOOST_TEST(fault->message.find(", did you mean %" + std::string(ours) + "%?") !=
                       std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(unknown_words_are_refused) {
    BOOST_TEST(expanded("x%FOO%") == "error: unknown placeholder `%FOO%`; expected %EMAILADDRESS%, "
                                     "%EMAILLOCALPART% or %EMAILDOMAIN% (a percent sign is `%%`)");
    BOOST_TEST(expanded("$foo") == "error: unknown placeholder `$foo`; expected %EMAILADDRESS%, "
                                   "%EMAILLOCALPART% or %EMAILDOMAIN%");
    BOOST_TEST(expanded("$$foo") == expanded("$foo"));
    BOOST_TEST(expanded("{0}") == "error: unknown placeholder `{0}`; expected %EMAILADDRESS%, "
                                  "%EMAILLOCALPART% or %EMAILDOMAIN%");
    for (const std::string_view text : {"%", "a%", "% x", "%-", "%\xc3\xa4%", "%EMAILDOMAIN%%"}) {
        BOOST_TEST(expanded(text).starts_with("error: a `%` alone; expected %EMAILADDRESS%, "));
    }
    const std::string longest(10'000, 'x');
    BOOST_TEST(expanded("%" + longest).starts_with("error: unknown placeholder `%xxx"));
}

BOOST_AUTO_TEST_CASE(what_clients_fill_in_is_what_we_do) {
    // Together with a percent sign the word would be one more placeholder for them.
    for (const std::string_view text : {"%EMAILDOMAIN%EMAILADDRESS%%", "%%EMAILDOMAIN%EMAILADDRESS%"}) {
        BOOST_TEST(!Template::parse(text, Template::Allowed::all).ok());
    }
    BOOST_TEST(Template::parse("%EMAILDOMAIN%%%x", Template::Allowed::all)->text() == "%EMAILDOMAIN%%x");
}

BOOST_AUTO_TEST_CASE(what_was_read_can_be_written) {
    for (const std::string_view text : {"", "x", "%%", "a%%%%b", "%%%%%%u", "%%%EMAILDOMAIN%%%", "$%%",
                                        "%EMAILLOCALPART%%%%%%EMAILDOMAIN%", "%%EMAIL"}) {
        BOOST_TEST(Template::parse(text, Template::Allowed::all)->written() == text);
    }
}

BOOST_AUTO_TEST_CASE(a_url_keeps_encoded_bytes) {
    const auto url = [](std::string_view text) {
        const Result<Template> result = Template::parse(text, Template::Allowed::domain_in_url);
        return result ? result->text() : "error: " + result.error().message;
    };
    for (const std::string_view text :
         {"%2F", "%C3%A9", "%AB%CD%EF", "%abcde%20x", "%DAV%20x", "%2f%EMAILDOMAIN%%2f", "$1", "a$"}) {
        BOOST_TEST(url(text) == text);
    }
    BOOST_TEST(url("%%") == "%25");
    BOOST_TEST(url("100%%/%%2F") == "100%25/%252F");
    BOOST_TEST(url("%domain%") == "error: unknown placeholder `%domain%`, did you mean %EMAILDOMAIN%? "
                                  "(a percent sign is `%25`)");
    BOOST_TEST(
        url("%address%").starts_with("error: unknown placeholder `%address%`; only %EMAILDOMAIN% is "));
    BOOST_TEST(url("%2G").starts_with("error: unknown placeholder `%2G`"));
    BOOST_TEST(url("%2").starts_with("error: "));
    BOOST_TEST(url("%/").starts_with("error: a `%` alone"));
    BOOST_TEST(url("$metadata").ends_with(" (a dollar sign is `%24`)"));
    BOOST_TEST(
        url("{user}").starts_with("error: unknown placeholder `{user}`; only %EMAILDOMAIN% is filled in"));
}

BOOST_AUTO_TEST_CASE(strays_are_seen_where_nothing_is_filled_in) {
    for (const std::string_view text :
         {"Mail of %EMAILDOMAIN%", "%EMAILADDRESS", "%emailaddress", "%d", "Mail of %d", "${email}", "$email",
          "{domain}", "{{ email }}", "%user%", "%EMAILADRESS%", "50 %de %d"}) {
        BOOST_TEST(find_stray_placeholder(text).has_value(), text);
    }
    for (const std::string_view text : {"100 % mail",
                                        "100% mail",
                                        "50 %de rabais",
                                        "100%d",
                                        "50 %d'or",
                                        "%",
                                        "%%",
                                        "5 % user",
                                        "%20",
                                        "%C3%A9",
                                        "%n1",
                                        "$",
                                        "US$",
                                        "$1",
                                        "{a,b}",
                                        "{0}",
                                        "%x%",
                                        "a%b@c",
                                        "user%example.com",
                                        "$foo",
                                        "{name}"}) {
        BOOST_TEST(!find_stray_placeholder(text).has_value(), text);
    }
    BOOST_TEST(find_stray_placeholder("50 % of %EMAILDOMAIN%")->at == 8U);
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
    BOOST_TEST(host->fill(Subject(*domain)).view() == "mail.example.org");
}

BOOST_AUTO_TEST_CASE(what_a_text_needs) {
    const auto parse = [](std::string_view text) { return *Template::parse(text, Template::Allowed::all); };
    BOOST_TEST(parse("mail").is_literal());
    BOOST_TEST(parse("100%%").is_literal());
    BOOST_TEST(parse("%EMAILADDRESS%").needs_mailbox());
    BOOST_TEST(parse("%EMAILDOMAIN%%EMAILLOCALPART%").needs_mailbox());
    BOOST_TEST(Template().is_literal());
    BOOST_CHECK(parse("a") == parse("a"));
    BOOST_CHECK(!(parse("a") == parse("b")));
}

BOOST_AUTO_TEST_SUITE_END()
