// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/values.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string host(std::string_view text) {
    const Result<Template> result = parse_host(text);
    return result ? result->text() : "error: " + result.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(hosts) {
    BOOST_TEST(host("Mail.Example.com.") == "mail.example.com");
    BOOST_TEST(host("bücher.example") == "xn--bcher-kva.example");
    BOOST_TEST(host("mail.%EMAILDOMAIN%") == "mail.%EMAILDOMAIN%");
    BOOST_TEST(host("%EMAILDOMAIN%") == "%EMAILDOMAIN%");
    BOOST_TEST(host("Bücher.%EMAILDOMAIN%") == "xn--bcher-kva.%EMAILDOMAIN%");
    BOOST_TEST(host("ü%EMAILDOMAIN%") ==
               "error: `ü%EMAILDOMAIN%`: %EMAILDOMAIN% must not share a label with letters outside ASCII");
    BOOST_TEST(host("a b.%EMAILDOMAIN%") ==
               "error: `a b.%EMAILDOMAIN%` gives no host name with a domain filled in");
    BOOST_TEST(host("50%.example") == "error: a `%` alone; only %EMAILDOMAIN% is filled in here");
}

BOOST_AUTO_TEST_CASE(what_is_no_name_is_called_what_it_is) {
    BOOST_TEST(host("https://a.example/") == "error: `https://a.example/` is a URL; write the name alone");
    BOOST_TEST(host("a@a.example") == "error: `a@a.example` is an address; write the name alone");
    for (const std::string text : {"2001:db8::1", "[2001:db8::1]", "[v1]"}) {
        BOOST_TEST(host(text) ==
                   "error: `" + text + "` is an IPv6 address; write a name, certificates need one");
    }
    BOOST_TEST(host("a.example/b") == "error: `a.example/b` holds a path; write the name alone");
    BOOST_TEST(host("a.example:25") == "error: `a.example:25` holds a port; write the name alone");
}

BOOST_AUTO_TEST_CASE(socket_modes) {
    BOOST_TEST(*parse_socket_mode("0660") == 0660U);
    BOOST_TEST(*parse_socket_mode("600") == 0600U);
    BOOST_TEST(*parse_socket_mode("777") == 0777U);
    for (const std::string_view text : {"", "66", "1777", "0o660", "rw-", "-660", "0860", "0660 "}) {
        BOOST_TEST(!parse_socket_mode(text).ok());
    }
}

BOOST_AUTO_TEST_CASE(identifiers_and_language_tags) {
    BOOST_TEST(parse_identifier("com.example.mail-2").ok());
    for (const std::string_view text : {"a b", ".a", "a.", "a/b", "ä"}) {
        BOOST_TEST(!parse_identifier(text).ok());
    }
    for (const std::string_view text : {"en", "pt-BR", "zh-Hant-TW", "de-1996", "gsw"}) { // RFC 5646 2.1
        BOOST_TEST(is_language_tag(text));
    }
    for (const std::string_view text :
         {"", "e", "en_US", "en-", "-en", "1en", "en--us", "en-u_s", "verylongtag", "ä"}) {
        BOOST_TEST(!is_language_tag(text));
    }
}

BOOST_AUTO_TEST_CASE(dates) {
    BOOST_TEST(!*parse_date(""));
    for (const std::string_view text : {"20301231", "20280229", "00010101"}) {
        BOOST_TEST(write_date(**parse_date(text), "") == text);
    }
    for (const std::string_view text : {"20270229", "20301301", "20300631", "20300100", "2030123",
                                        "203012310", "2030-1-1", "2030123x", "-0301231"}) {
        BOOST_TEST(!parse_date(text).ok(), text);
    }
    BOOST_TEST(parse_date("tomorrow").error().message ==
               "must be a date as YYYYMMDD, such as 20301231, not `tomorrow`");
}

BOOST_AUTO_TEST_CASE(dates_that_people_write) {
    BOOST_TEST(!*parse_iso_date(""));
    for (const std::string_view text : {"2030-12-31", "2028-02-29"}) {
        BOOST_TEST(write_date(**parse_iso_date(text), "-") == text);
    }
    for (const std::string_view text : {"2027-02-29", "2030-13-01", "2030-12.31", "2030.12-31", "20301231",
                                        "2030-1-01", "2030-12-1", "2030-12-311", "30-12-2031"}) {
        BOOST_TEST(!parse_iso_date(text).ok(), text);
    }
    BOOST_TEST(parse_iso_date("tomorrow").error().message ==
               "must be a date as YYYY-MM-DD, such as 2030-12-31, not `tomorrow`");
}

BOOST_AUTO_TEST_CASE(media_types_of_pictures) {
    BOOST_TEST(*parse_image_type("Image/SVG+xml") == "image/svg+xml");
    BOOST_TEST(*parse_image_type("image/png") == "image/png");
    for (const std::string_view text : {"", "png", "image/", "text/html", "image/png; q=1", "image/a/b"}) {
        BOOST_TEST(!parse_image_type(text).ok(), text);
    }
}

BOOST_AUTO_TEST_CASE(scopes) { // RFC 6749 3.3
    BOOST_TEST(*parse_scope("urn:ietf:params:oauth:scope:mail offline_access") ==
               "urn:ietf:params:oauth:scope:mail offline_access");
    for (const std::string_view text : {"a  b", "a\"b", "a\\b", "a\tb", "a\x7f", "\xc3\xa4"}) {
        BOOST_TEST(!parse_scope(text).ok(), text);
    }
}

BOOST_AUTO_TEST_CASE(redirects) {
    BOOST_TEST(parse_redirect("%EMAILLOCALPART%@Example.com")->text() == "%EMAILLOCALPART%@example.com");
    BOOST_TEST(parse_redirect("")->text() == "");
    for (const std::string_view text : {"a", "a@b@c", "a@", "a@-.example", "a@a b", "%EMAILNAME%@example.com",
                                        "a b@example.com", "@example.com", "%EMAILDOMAIN%\"@example.com"}) {
        BOOST_TEST(!parse_redirect(text).ok(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
