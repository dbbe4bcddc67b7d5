// SPDX-License-Identifier: MIT
#include "folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(redirect_check)

BOOST_AUTO_TEST_CASE(a_redirect_to_elsewhere_is_right) {
    BOOST_TEST(findings_after(
                   "domains:\n"
                   "  a.example: { outlook: { redirect_address: '%EMAILLOCALPART%@b.example' } }\n"
                   "  b.example: { outlook: { redirect_address: 'all@elsewhere.example' } }\n"
                   "  '*.c.example': { outlook: { redirect_address: '%EMAILLOCALPART%@c.example' } }\n") ==
               "");
}

BOOST_AUTO_TEST_CASE(no_domain_may_redirect_to_itself) {
    BOOST_TEST(findings_after("domains:\n"
                              "  a.example: { outlook: { redirect_address: '%EMAILLOCALPART%@A.example' } }\n"
                              "  b.example: { outlook: { redirect_address: 'x@%EMAILDOMAIN%' } }\n"
                              "  '*.c.example': { outlook: { redirect_address: 'x@any.c.example' } }\n") ==
               "c:7:45: this redirects `a.example` to itself; the address must be in another domain\n"
               "c:8:45: this redirects `b.example` to itself; the address must be in another domain\n"
               "c:9:49: this redirects `any.c.example` to itself; the address must be in another domain\n");
}

BOOST_AUTO_TEST_CASE(circles_and_long_ways) {
    BOOST_TEST(findings_after("domains:\n"
                              "  a.example: { outlook: { redirect_address: 'x@b.example' } }\n"
                              "  b.example: { outlook: { redirect_address: 'x@a.example' } }\n") ==
               "c:7:45: redirects in a circle: a.example, b.example, a.example\n"
               "c:8:45: redirects in a circle: b.example, a.example, b.example\n");
    BOOST_TEST(findings_after("domains:\n"
                              "  '*.a.example': { outlook: { redirect_address: 'x@x.%EMAILDOMAIN%' } }\n")
                   .starts_with("c:7:49: too many redirects: sample.a.example, x.sample.a.example, "));
}

BOOST_AUTO_TEST_CASE(nine_in_a_row_are_followed_and_ten_are_not) {
    const auto row = [](int redirects) {
        std::string text = "domains:\n";
        for (int i = 0; i < redirects; ++i) {
            text += "  d" + std::to_string(i) + ".example: { outlook: { redirect_address: 'x@d" +
                    std::to_string(i + 1) + ".example' } }\n";
        }
        return text;
    };
    BOOST_TEST(findings_after(row(9)) == "");
    BOOST_TEST(findings_after(row(10)).starts_with("c:7:46: too many redirects: d0.example, d1.example, "));
}

BOOST_AUTO_TEST_CASE(a_default_redirect_must_not_hit_its_own_target) {
    constexpr std::string_view text = "outlook: { redirect_address: '%EMAILLOCALPART%@target.example' }\n";
    BOOST_TEST(findings_after(text) == "");
    BOOST_TEST(findings_after(std::string(text) + "domains: { target.example: }\n") ==
               "c:6:30: this redirects `target.example` to itself; the address must be in another domain\n"
               "c:6:30: this redirects `target.example` to itself; the address must be in another domain\n");
    BOOST_TEST(findings_after(std::string(text) +
                              "domains: { target.example: { outlook: { redirect_address: '' } } }\n") == "");
}

BOOST_AUTO_TEST_CASE(a_way_ends_where_no_address_comes_of_it) { // 64 octets before the @ (RFC 5321 4.5.3.1.1)
    const std::string part(60, 'x');
    BOOST_TEST(findings_after("domains:\n  " + part +
                              ".example: { outlook: { redirect_address: "
                              "'%EMAILLOCALPART%.%EMAILDOMAIN%@" +
                              part + ".example' } }\n") == "");
}

BOOST_AUTO_TEST_CASE(bad_addresses) {
    BOOST_TEST(
        findings_after("domains:\n"
                       "  a.example: { outlook: { redirect_address: '%EMAILADDRESS%' } }\n"
                       "  b.example: { outlook: { redirect_address: 'a b@c.example' } }\n"
                       "  c.example: { outlook: { redirect_address: 'a@b@c.example' } }\n"
                       "  d.example: { outlook: { redirect_address: '%EMAILADDRESS%@c.example' } }\n") ==
        "c:7:45: `redirect_address`: must hold exactly one @, as in `%EMAILLOCALPART%@example.com`\n"
        "c:8:45: `redirect_address`: gives no valid address: the part before the @ holds a character that "
        "an address cannot have\n"
        "c:9:45: `redirect_address`: must hold exactly one @, as in `%EMAILLOCALPART%@example.com`\n"
        "c:10:45: `redirect_address`: gives no valid address: the part behind the @ is no domain: the name "
        "holds a character other than letters, digits, hyphens and dots\n");
}

BOOST_AUTO_TEST_SUITE_END()
