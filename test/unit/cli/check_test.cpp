// SPDX-License-Identifier: MIT
#include "autodiscover/cli/check.hpp"

#include "redirected.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

Run run(const Folder& folder, const std::string& path, bool explain) {
    Run result;
    {
        const Redirected out(stdout, folder.path("out"));
        const Redirected err(stderr, folder.path("err"));
        result.status = check_command(path, explain);
    }
    result.out = content(folder.path("out"));
    result.err = content(folder.path("err"));
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(check)

BOOST_AUTO_TEST_CASE(good_file) {
    const Folder folder;
    const std::string path = folder.write("c", right).path("c");
    const Run good = run(folder, path, false);
    BOOST_TEST(good.status == 0);
    BOOST_TEST(good.out == path + ": ok: 1 domain, 2 services\n");
    BOOST_TEST(good.err == "");
    folder.write("c", std::string(right) + "domains: { a.example: , '*': }\n");
    const Run warned = run(folder, path, false);
    BOOST_TEST(warned.status == 0);
    BOOST_TEST(warned.out == path + ": ok: 3 domains, 2 services, 1 warning\n");
    BOOST_TEST(warned.err.starts_with(path + ":6:25: warning: `*` answers"));
}

BOOST_AUTO_TEST_CASE(what_is_in_the_way_of_pacc) {
    const Folder folder;
    const std::string path =
        folder
            .write(
                "c",
                std::string(right) +
                    "pacc: { enabled: true }\n"
                    "users: { '*@d.example': '%EMAILLOCALPART%' }\n"
                    "domains:\n"
                    "  a.example: { services: { submissions: { port: 1465 } } }\n"
                    "  b.example: { services: { submissions: false, submission: { host: b.example } }, pacc: "
                    "{ enabled: false } }\n"
                    "  c.example: { name: Other }\n"
                    "  d.example:\n"
                    "  '*.e.example': { name: 'E  E' }\n")
            .path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(found.status == 0);
    const std::string start = path + ": warning: ";
    BOOST_TEST(found.err.substr(found.err.find(start)) ==
               start +
                   "*.e.example: PACC is not served: a name of the provider is empty or has control "
                   "characters or needless blanks\n" +
                   start +
                   "a.example: PACC is not served: neither submission with imap or pop3, each with "
                   "implicit TLS at its default port, nor jmap is offered\n" +
                   start +
                   "d.example: PACC is not served: the login name of imap is %EMAILLOCALPART%, PACC "
                   "knows only the full address\n" +
                   start +
                   "d.example: PACC is not served: the login name of submission is %EMAILLOCALPART%, "
                   "PACC knows only the full address\n");
    BOOST_TEST(found.out.ends_with(" services, 5 warnings\n"), found.out); // and one about b.example
}

BOOST_AUTO_TEST_CASE(what_the_defaults_lack_is_said_once) {
    const Folder folder;
    const std::string path = folder
                                 .write("c", "provider: { name: Example, domain: example.com }\n"
                                             "services: { imaps: { host: a.b }, submission: { host: a.b } }\n"
                                             "pacc: { enabled: true }\n"
                                             "domains: { a.example: { name: A }, b.example: { name: B } }\n")
                                 .path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(found.err.ends_with(path +
                                   ": warning: the defaults: PACC is not served: neither submission with "
                                   "imap or pop3, each with implicit TLS at its default port, nor jmap is "
                                   "offered\n"));
    BOOST_TEST(found.out.ends_with(" 2 services, 2 warnings\n"), found.out);
}

BOOST_AUTO_TEST_CASE(what_pacc_leaves_out_is_said) {
    const Folder folder;
    const std::string path = folder
                                 .write("c", "provider: { name: Example, domain: example.com }\n"
                                             "services: { imap: { host: a.b }, pop3s: { host: a.b }, "
                                             "submissions: { host: a.b } }\n"
                                             "pacc: { enabled: true }\n")
                                 .path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(found.err.find(path + ": warning: the defaults: PACC: imap is left out") != std::string::npos,
               found.err);
    BOOST_TEST(found.err.find("not served") == std::string::npos, found.err);
}

BOOST_AUTO_TEST_CASE(what_a_profile_leaves_out_is_said) {
    const Folder folder;
    const std::string path =
        folder
            .write("c", std::string(right) +
                            "mobileconfig: { payloads: [mail, caldav], removal_date: 2001-01-01 }\n"
                            "domains:\n"
                            "  a.example: { mobileconfig: { payloads: ldap } }\n"
                            "  b.example: { mobileconfig: { enabled: false, payloads: ldap } }\n"
                            "  c.example: { services: { caldav: { url: https://a.b/ } } }\n")
            .path("c");
    const Run found = run(folder, path, false);
    const std::string start = path + ": warning: ";
    BOOST_TEST(found.err ==
               start + "the defaults: mobileconfig: caldav: there is no such service\n" + start +
                   "the defaults: `mobileconfig.removal_date` has come: devices remove the profile at "
                   "once\n" +
                   start + "a.example: mobileconfig: ldap: there is no such service\n");
    BOOST_TEST(found.out.ends_with(" services, 3 warnings\n"), found.out);
}

BOOST_AUTO_TEST_CASE(a_path_that_a_profile_has_no_place_for_is_said) {
    const Folder folder;
    const std::string path =
        folder
            .write("c",
                   std::string(right) +
                       "mobileconfig: { payloads: [mail, dav] }\n"
                       "domains:\n"
                       "  a.example: { services: { caldav: { url: 'https://dav.%EMAILDOMAIN%:8443/dav/?a' }, "
                       "carddav: { url: https://a.b/ } } }\n"
                       "  b.example: { mobileconfig: { payloads: mail }, services: { carddav: { url: "
                       "https://a.b/dav } } }\n")
            .path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(
        found.err.find("warning: a.example: mobileconfig: caldav: a profile has no place for the path "
                       "`/dav/?a`; devices ask https://dav.a.example:8443/.well-known/caldav, which must "
                       "redirect to it\n") != std::string::npos,
        found.err);
    BOOST_TEST(found.err.find("carddav: a profile") == std::string::npos, found.err);
}

BOOST_AUTO_TEST_CASE(a_pattern_with_no_room_for_a_name_below_it_is_no_trouble) {
    std::string name =
        "example"; // 249 characters: with "sample." there are more than the 253 that a name has
    while (name.size() < 249) {
        name.insert(0, std::string(std::min<std::size_t>(60, 249 - name.size() - 1), 'x') + ".");
    }
    const Folder folder;
    const std::string path = folder
                                 .write("c", std::string(right) +
                                                 "pacc: { enabled: true }\n"
                                                 "domains: { '*." +
                                                 name + "': { name: 'E  E' } }\n")
                                 .path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(found.status == 0);
    BOOST_TEST(found.err == "");
}

BOOST_AUTO_TEST_CASE(endless_warnings_are_counted_and_not_all_printed) {
    std::string text = std::string(right) + "pacc: { enabled: true }\ndomains:\n";
    const std::size_t count = Report::most_findings + 1;
    for (std::size_t i = 0; i < count; ++i) {
        text += "  d" + std::to_string(i) + ".example: { name: 'E  E' }\n";
    }
    const Folder folder;
    const std::string path = folder.write("c", text).path("c");
    const Run found = run(folder, path, false);
    BOOST_TEST(std::count(found.err.begin(), found.err.end(), '\n') ==
               static_cast<std::ptrdiff_t>(Report::most_findings));
    BOOST_TEST(found.out.ends_with(" services, " + std::to_string(count) + " warnings\n"), found.out);
}

BOOST_AUTO_TEST_CASE(bad_file) {
    const Folder folder;
    const std::string path = folder.write("c", std::string(right) + "log: { level: all }\n").path("c");
    const Run bad = run(folder, path, false);
    BOOST_TEST(bad.status == 78); // EX_CONFIG
    BOOST_TEST(bad.out == "");
    BOOST_TEST(bad.err ==
               path + ":6:15: `level` must be one of debug, info, notice, warning, error, not `all`\n");
    const Run missing = run(folder, folder.path("none"), false);
    BOOST_TEST(missing.status == 78);
    BOOST_TEST(missing.err == folder.path("none") + ": cannot be read: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(explanation_needs_no_file) {
    const Folder folder;
    const Run explained = run(folder, folder.path("none"), true);
    BOOST_TEST(explained.status == 0);
    BOOST_TEST(explained.err == "");
    BOOST_TEST(explained.out.find("services.SERVICE:\n  host: a host name (required)\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
    const Folder folder;
    folder.write("c", right);
    int status = 0;
    {
        const Redirected out(stdout, "/dev/full");
        status = check_command(folder.path("c"), false);
        std::clearerr(stdout);
    }
    BOOST_TEST(status == 74); // EX_IOERR
}

BOOST_AUTO_TEST_SUITE_END()
