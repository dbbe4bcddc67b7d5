// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/service_reader.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::string_view provider = "provider: { name: Example, domain: example.com }\n";

/// Findings of "services" that begin in line 2.
std::string found(std::string_view services) {
    return findings(std::string(provider) + "services: " + std::string(services) + "\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE(service_warnings)

BOOST_AUTO_TEST_CASE(what_hurts_is_warned_about_where_it_is_written) {
    BOOST_TEST(
        found("\n"
              "  imaps: { host: 192.0.2.1, port: 143 }\n"
              "  submission: { host: a.b, port: 465 }\n"
              "  submissions: { host: a.b, username: '%EMAILLOCALPART%', authentication: [ntlm, gssapi] }\n"
              "domains: { c.d: { services: { imaps: { host: c.d }, submission: { host: c.d } } } }") ==
        "c:3:18: warning: an IP address: hardly a certificate holds one, write a name\n"
        "c:3:35: warning: implicit TLS on port 143 is taken for STARTTLS by Thunderbird, which decides by "
        "the port when it reads Autodiscover; use port 993, 995 or 465\n"
        "c:4:34: warning: STARTTLS on port 465 is taken for implicit TLS by Thunderbird, which decides by "
        "the port when it reads Autodiscover; use port 143, 110 or 587\n"
        "c:5:39: warning: the login name is not the full address; the new Outlook can only log in with "
        "that, let the server accept both\n"
        "c:5:75: warning: autoconfig offers `ntlm`, for which Thunderbird for Android and iOS drop the whole answer; "
        "add `password-cleartext` if the server accepts it\n");
    BOOST_TEST(
        found(
            "{ imaps: { host: a.b, username: '%EMAILLOCALPART%@%EMAILDOMAIN%' }, submissions: { host: a.b } }") ==
        "");
}

BOOST_AUTO_TEST_CASE(one_login_for_everybody_is_warned_about) { // "<email>" and "[EMAIL]" are other programs'
    for (const std::string name : {"EMAILADDRESS", "<email>", "[EMAIL]", "@EMAIL@"}) {
        BOOST_TEST(found("{ imaps: { host: a.b, username: '" + name + "' }, submissions: { host: a.b } }") ==
                   "c:2:43: warning: everybody logs in as `" + name +
                       "`: the login name holds no placeholder, such as `%EMAILADDRESS%`\n");
    }
}

BOOST_AUTO_TEST_CASE(a_host_without_a_dot_is_warned_about) {
    const std::string warning =
        " is a name without a dot, which no client outside your network finds; write the "
        "full name, such as `mail.example.com`\n";
    BOOST_TEST(found("\n"
                     "  imaps: { host: localhost }\n"
                     "  submissions: { host: mail-server. }\n"
                     "  sieve: { host: '%EMAILDOMAIN%' }\n"
                     "  ldaps: { host: Ldap, search: [{ base: dc=a }] }\n"
                     "  caldav: { url: 'https://dav:8443/' }") ==
               "c:3:18: warning: `localhost`" + warning + "c:4:24: warning: `mail-server`" + warning +
                   "c:6:18: warning: `ldap`" + warning + "c:7:18: warning: `dav`" + warning);
    BOOST_TEST(findings("provider: { name: Example, domain: example.com, url: 'https://responder/' }\n"
                        "services: { imaps: { host: a.b }, submissions: { host: a.b } }\n") ==
               "c:1:54: warning: `responder`" + warning);
}

BOOST_AUTO_TEST_CASE(words_that_clients_do_not_know_are_warned_about) {
    const auto warned = [](const std::string& words) {
        return found("{ imaps: { host: a.b, authentication: [" + words + "] }, submissions: { host: a.b } }");
    };
    const std::string left_out =
        " is left out of autoconfig, which offers `password-cleartext` alone: some clients "
        "drop the whole answer for any other word\n";
    BOOST_TEST(warned("gssapi, password-cleartext") == "c:2:49: warning: `gssapi`" + left_out);
    BOOST_TEST(warned("ntlm, tls-client-cert, password, none") ==
               "c:2:49: warning: `ntlm`" + left_out + "c:2:49: warning: `tls-client-cert`" + left_out);
    BOOST_TEST(
        warned("gssapi, oauth2").starts_with("c:2:49: warning: autoconfig offers `gssapi`, for which"));
    BOOST_TEST(warned("none").starts_with("c:2:49: warning: autoconfig offers `none`, for which"));
    BOOST_TEST(warned("password-encrypted, gssapi") == "");
}

BOOST_AUTO_TEST_CASE(oauth2_without_its_section_is_warned_about) {
    const std::string warning =
        ": warning: clients are not offered `oauth2`, or not told where to get a token: the provider "
        "has no section `oauth2`\n";
    const std::string services =
        "imaps: { host: a.b, authentication: [oauth2, password] }, submissions: { host: a.b }";
    BOOST_TEST(found("{ " + services + ", caldav: { url: 'https://a.b/', authentication: oauth2 } }") ==
               "c:2:49" + warning + "c:2:146" + warning);
    const std::string oauth2 =
        "oauth2: { issuer: 'https://a.b', scope: a, authorization_url: 'https://a.b/a', "
        "token_url: 'https://a.b/t' }";
    const std::string own = "services: { imaps: { host: a.b }, submissions: { host: a.b } }\n"
                            "domains: { c.d: { services: { " +
                            services + " } ";
    BOOST_TEST(findings(std::string(provider) + own + "} }\n") == "c:3:67" + warning);
    BOOST_TEST(findings(std::string(provider) + own + ", " + oauth2 + " } }\n") == "");
    BOOST_TEST(findings("provider: { name: Example, domain: example.com, " + oauth2 + " }\n" + own +
                        ", oauth2: false } }\n") == "c:3:67" + warning);
}

BOOST_AUTO_TEST_CASE(every_port_of_starttls_is_known) {
    for (const std::string port : {"143", "110", "25", "587"}) {
        BOOST_TEST_CONTEXT(port) {
            BOOST_TEST(found("{ submissions: { host: a.b, port: " + port + " }, imaps: { host: a.b } }")
                           .starts_with("c:2:45: warning: implicit TLS on port " + port + " is taken for"));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_set_lacks_is_warned_about_once) {
    BOOST_TEST(
        found("\n  pop3: { host: a.b }\ndomains:\n  c.d: { services: { pop3: { host: c.d } } }") ==
        "c:2:1: warning: no submission service: mail can be read but not sent, and most clients refuse the "
        "answer; add `submissions`\n"
        "c:2:1: warning: POP3 only: some clients know only IMAP and find nothing; add `imaps`\n"
        "c:3:3: warning: only STARTTLS for POP3: Apple Mail may need implicit TLS; add `pop3s` (port 995)\n");
    BOOST_TEST(
        found("\n"
              "  imaps: { host: a.b }\n"
              "  submissions: { host: a.b }\n"
              "domains:\n"
              "  c.d: { services: { imaps: false, imap: { host: c.d } } }\n"
              "  e.f: { services: { submissions: false } }\n"
              "  g.h: { services: { submissions: false, imaps: false } }") ==
        "c:6:36: warning: only STARTTLS for IMAP: Apple Mail may need implicit TLS; add `imaps` (port 993)\n"
        "c:7:10: warning: no submission service: mail can be read but not sent, and most clients refuse the "
        "answer; add `submissions`\n"
        "c:8:10: warning: no service is left for this domain\n");
}

BOOST_AUTO_TEST_CASE(what_mail_programs_do_not_read_is_not_judged_as_mail) {
    BOOST_TEST(
        found("{ sieve: { host: a.b, username: '%EMAILLOCALPART%', authentication: gssapi, port: 993 } }") ==
        "");
    BOOST_TEST(
        found("{ caldav: { url: https://a.b/, username: '%EMAILLOCALPART%', authentication: gssapi } }") ==
        "");
    BOOST_TEST(found("{ caldav: { url: https://192.0.2.1/ } }") ==
               "c:2:28: warning: an IP address: hardly a certificate holds one, write a name\n");
}

BOOST_AUTO_TEST_SUITE_END()
