// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_settings.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Sample {
    SmallDirectory directory;
    SmallDirectory::Entry& entry = directory.add("example.com");
    WebFormats formats{true, true, true};

    [[nodiscard]] std::string written(std::string_view address = "alice@example.com",
                                      WebLanguage language = WebLanguage::en) const {
        const Result<Mailbox> mailbox = Mailbox::parse(address);
        const Account account = *directory.find(Subject(*mailbox));
        const WebPolicy& web = account.policies().web;
        Output out;
        HtmlWriter html(out);
        write_settings(html, {WebTexts(language, web, account.provider()), account.provider(), web, address},
                       account, formats);
        return out.take();
    }
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// "Server: a | Port: b | ...": the rows of the table with that caption.
std::string rows(const std::string& page, std::string_view caption) {
    std::size_t at = page.find("<caption>" + std::string(caption));
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, caption << " is not there");
    const std::string table = page.substr(at, page.find("</table>", at) - at);
    std::string out;
    for (at = table.find("<th"); at != std::string::npos; at = table.find("<th", at + 1)) {
        const auto text_behind = [&](std::string_view tag) {
            const std::size_t begin = table.find('>', table.find(tag, at)) + 1;
            return table.substr(begin, table.find('<', begin) - begin);
        };
        const bool copied = table.compare(table.find("<td>", at), 9, "<td><div>") == 0;
        out += (out.empty() ? "" : " | ") + text_behind("<th") + ": " + text_behind(copied ? "<bdi" : "<td");
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_settings)

BOOST_AUTO_TEST_CASE(each_service_is_a_table) {
    const std::string page = Sample().written();
    BOOST_TEST(
        rows(page, "Incoming mail (IMAP)") ==
        "Server: imap.hosting.example | Port: 993 | Security: SSL/TLS | User name: alice@example.com | "
        "Sign-in: Password of your mailbox (“normal password”)");
    BOOST_TEST(
        rows(page, "Outgoing mail (SMTP)") ==
        "Server: smtp.hosting.example | Port: 587 | Security: STARTTLS | User name: alice@example.com | "
        "Sign-in: Password of your mailbox (“normal password”)");
    BOOST_TEST(holds(page, "Incoming mail (POP3)<span>Only if your program does not know IMAP.</span>"));
    BOOST_TEST(!holds(page, "CalDAV"));
    // What nearly everybody needs comes first.
    BOOST_TEST(page.find("(IMAP)") < page.find("(SMTP)"));
    BOOST_TEST(page.find("(SMTP)") < page.find("(POP3)"));
}

BOOST_AUTO_TEST_CASE(the_best_server_of_a_kind_is_told) {
    Sample sample;
    sample.entry.services = {service(ServiceType::pop3, Transport::plaintext, 110, "plain.example"),
                             service(ServiceType::pop3, Transport::starttls, 111, "better.%EMAILDOMAIN%")};
    const std::string page = sample.written();
    BOOST_TEST(rows(page, "Incoming mail (POP3)").starts_with("Server: better.example.com | Port: 111"));
    BOOST_TEST(!holds(page, "plain.example"));
    BOOST_TEST(!holds(page, "Only if"));
}

BOOST_AUTO_TEST_CASE(every_kind_of_login_has_words) {
    Sample sample;
    using enum Authentication;
    sample.entry.services = {
        service(ServiceType::imap, Transport::plaintext, 1, "a.example", "%EMAILLOCALPART%",
                {oauth2, password_encrypted, ntlm, gssapi, tls_client_cert}),
        service(ServiceType::submission, Transport::implicit_tls, 2, "b.example", "x", {none})};
    const std::string page = sample.written();
    BOOST_TEST(
        rows(page, "Incoming mail (IMAP)") ==
        "Server: a.example | Port: 1 | Security: None: the connection is not protected | User name: alice | "
        "Sign-in: Sign-in in the browser (OAuth2); Encrypted password (CRAM-MD5); NTLM; Kerberos (GSSAPI); "
        "Client certificate");
    BOOST_TEST(rows(page, "Outgoing mail (SMTP)") ==
               "Server: b.example | Port: 2 | Security: SSL/TLS | Sign-in: None");
}

BOOST_AUTO_TEST_CASE(a_service_by_url) {
    Sample sample;
    Service calendar = service(ServiceType::caldav, Transport::implicit_tls, 443, "dav.example");
    calendar.url = text("https://dav.example/%EMAILDOMAIN%/?a&b");
    sample.entry.services = {calendar};
    BOOST_TEST(rows(sample.written(), "Calendar (CalDAV)") ==
               "Address: https://dav.example/example.com/?a&amp;b | User name: alice@example.com | "
               "Sign-in: Password of your mailbox (“normal password”)");
}

BOOST_AUTO_TEST_CASE(a_directory_says_where_it_is_searched) {
    Sample sample;
    Service ldap = service(ServiceType::ldap, Transport::implicit_tls, 636, "ldap.example");
    ldap.searches =
        std::vector<DirectorySearch>{{"ou=people,dc=example", DirectorySearch::Scope::subtree, ""}};
    sample.entry.services = {ldap};
    BOOST_TEST(rows(sample.written(), "LDAP") ==
               "Server: ldap.example | Port: 636 | Security: SSL/TLS | User name: alice@example.com | "
               "Sign-in: Password of your mailbox (“normal password”) | Base DN: ou=people,dc=example");
}

BOOST_AUTO_TEST_CASE(own_logins_are_filled_in) {
    Sample sample;
    sample.entry.users["info@example.com"] = {text("mbox<0815>"), {}};
    BOOST_TEST(holds(sample.written("info@example.com"), "<bdi class=\"value\">mbox&lt;0815&gt;</bdi>"));
}

BOOST_AUTO_TEST_CASE(the_profile_is_at_the_configured_host) {
    Sample sample;
    const std::string page = sample.written("o'neill+x@example.com");
    BOOST_TEST(holds(page, "href=\"https://autodiscover.hosting.example/email.mobileconfig?email="
                           "o%27neill%2Bx%40example.com\""));
    BOOST_TEST(
        holds(page, "aria-label=\"QR code with the link to the profile for o&#39;neill+x@example.com\""));
    sample.formats.profile = false;
    BOOST_TEST(!holds(sample.written(), "mobileconfig"));
    BOOST_TEST(!holds(sample.written(), "<svg"));
}

BOOST_AUTO_TEST_CASE(a_url_that_fits_no_code_keeps_its_button) {
    Sample sample;
    const std::string page = sample.written(std::string(64, '=') + "@example.com");
    BOOST_TEST(holds(page, "email.mobileconfig?email=%3D"));
    BOOST_TEST(!holds(page, "<svg"));
    BOOST_TEST(holds(page, "<div><div><a class=\"button big\""));
}

BOOST_AUTO_TEST_CASE(programs_that_find_nothing_are_told_by_hand) {
    Sample sample;
    BOOST_TEST(holds(sample.written(), "<dt>Outlook</dt>\n<dd>Choose File"));
    sample.formats = {false, false, false};
    const std::string page = sample.written();
    for (const std::string_view name : {"Thunderbird", "Outlook", "Android"}) {
        BOOST_TEST(holds(page, "<dt>" + std::string(name) + "</dt>\n<dd>Add an account and type the values"));
    }
}

BOOST_AUTO_TEST_CASE(any_kind_of_help_is_a_section_alone) {
    for (const auto url : {&Provider::webmail_url, &Provider::home_url}) {
        Sample sample;
        sample.entry.provider.*url = test::url("https://x.example/");
        const std::string page = sample.written();
        BOOST_TEST(holds(page, "id=\"help\""));
        BOOST_TEST(holds(page, "<a href=\"https://x.example/\">"));
    }
}

BOOST_AUTO_TEST_CASE(help_is_in_the_readers_language_where_it_can_be) {
    Sample sample;
    BOOST_TEST(!holds(sample.written(), "id=\"help\""));
    sample.entry.provider.documentation = {{"https://h.example/1", {{"de-AT", "Hilfe"}, {"en", "Help"}}},
                                           {"https://h.example/2", {{"xx", "Other"}}},
                                           {"https://h.example/3", {}}};
    sample.entry.provider.webmail_url = test::url("https://webmail.example/");
    sample.entry.provider.home_url = test::url("https://home.example/");
    const std::string page = sample.written("alice@example.com", WebLanguage::de);
    BOOST_TEST(holds(page, "<a href=\"https://h.example/1\">Hilfe</a>"));
    BOOST_TEST(holds(page, "<a href=\"https://h.example/2\">Other</a>"));
    BOOST_TEST(holds(page, "<a href=\"https://h.example/3\">Hilfe von Example Mail</a>"));
    BOOST_TEST(holds(page, "<a href=\"https://webmail.example/\">E-Mails im Browser lesen (Webmail)</a>"));
    BOOST_TEST(holds(page, "<a href=\"https://home.example/\">Website von Example Mail</a>"));
    BOOST_TEST(holds(sample.written("alice@example.com", WebLanguage::fr), ">Help</a>"));
}

BOOST_AUTO_TEST_SUITE_END()
