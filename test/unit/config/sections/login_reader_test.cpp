// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/login_reader.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "unit/config/folder.hpp"

#include <chrono>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// Line 6 of the file; what a test adds begins in line 7.
constexpr std::string_view domains =
    "domains: { a.example: , b.example: { services: { imaps: { host: imap.b.example, username: '%EMAILLOCALPART%' }, "
    "submissions: { host: 'smtp.%EMAILDOMAIN%' } } }, 'b\xc3\xbc"
    "cher.example': , '*.wild.example': }\n";

std::string found(std::string_view text) {
    std::string out = findings_after(std::string(domains) + std::string(text));
    // The login of b.example is warned about in each test: it is no matter here.
    const std::size_t at = out.find("c:6:");
    return at == std::string::npos ? out : out.erase(at, out.find('\n', at) + 1 - at);
}

const std::string expanding = "autoconfig: { expand_username: true }\n";

std::shared_ptr<const Directory> directory(std::string_view text) {
    return make_directory(load_after(std::string(domains) + std::string(text)));
}

/// "LOGIN at HOST" for IMAP, by the account of an address.
std::string login(const Directory& served, std::string_view address) {
    const Result<Mailbox> mailbox = Mailbox::parse(address);
    const LookupResult account = served.find(Subject(*mailbox));
    BOOST_REQUIRE(account.outcome() == Lookup::found);
    const Service* const imap = account->offered(ServiceType::imap);
    BOOST_REQUIRE(imap != nullptr);
    return std::string(account->username(*imap)).append(" at ").append(account->host(*imap).view());
}

} // namespace

BOOST_AUTO_TEST_SUITE(login_reader)

BOOST_AUTO_TEST_CASE(users) {
    const auto served = directory("users:\n"
                                  "  Info@a.example: mbox0815\n"
                                  "  long@A.Example: { username: '%EMAILLOCALPART%+x' }\n"
                                  "  '*@b\xc3\xbc"
                                  "cher.example': '%EMAILLOCALPART%'\n"
                                  "  '\xc3\xa4@x.wild.example': 0815\n");
    BOOST_TEST(login(*served, "info@a.example") == "mbox0815 at imap.example.com");
    BOOST_TEST(login(*served, "INFO@A.EXAMPLE") == "mbox0815 at imap.example.com");
    BOOST_TEST(login(*served, "Long@a.example") == "Long+x at imap.example.com");
    BOOST_TEST(login(*served, "x@a.example") == "x@a.example at imap.example.com");
    BOOST_TEST(login(*served, "x@xn--bcher-kva.example") == "x at imap.example.com");
    BOOST_TEST(login(*served, "\xc3\xa4@x.wild.example") == "0815 at imap.example.com");
    const Domain domain = *Domain::parse("xn--bcher-kva.example");
    const LookupResult anyone = served->find(Subject(domain));
    BOOST_TEST(anyone->username_template(*anyone->offered(ServiceType::imap)).text() == "%EMAILLOCALPART%");
}

BOOST_AUTO_TEST_CASE(an_alias_logs_in_as_its_target_where_that_is) {
    const auto served =
        directory("users: { max@a.example: mbox1, '*@x.wild.example': '%EMAILLOCALPART%-x' }\n"
                  "aliases:\n"
                  "  info@a.example: Max@a.example\n"
                  "  sales@b\xc3\xbc"
                  "cher.example: info@A.example\n" // an alias of an alias
                  "  boss@a.example: Eva@b.example\n"
                  "  eve@b.example: y@x.wild.example\n"
                  "  bob@b.example: bob@a.example\n");
    BOOST_TEST(login(*served, "Info@a.example") == "mbox1 at imap.example.com");
    BOOST_TEST(login(*served, "sales@b\xc3\xbc"
                              "cher.example") == "mbox1 at imap.example.com");
    BOOST_TEST(login(*served, "boss@a.example") == "Eva at imap.b.example");
    BOOST_TEST(login(*served, "eve@b.example") == "y-x at imap.example.com");
    BOOST_TEST(login(*served, "bob@b.example") == "bob@a.example at imap.example.com");
    const Result<Mailbox> boss = Mailbox::parse("boss@a.example");
    const LookupResult account = served->find(Subject(*boss));
    BOOST_TEST(account->host(*account->offered(ServiceType::submission)).view() == "smtp.b.example");
}

BOOST_AUTO_TEST_CASE(included_files_have_them_too) {
    const Folder folder;
    folder.write("c", std::string(right) + "include: i\nautoconfig: { expand_username: true }\n"
                                           "users: { a@example.com: one }\n");
    folder.write(
        "i",
        "users: { b@example.com: two, A@example.com: three }\naliases: { c@example.com: a@example.com }\n");
    BOOST_TEST(folder.findings(load_config(folder.path("c"))) ==
               "i:1:30: `A@example.com` has a login already, in c line 8\n");
    folder.write("i", "users: { b@example.com: two }\naliases: { c@example.com: a@example.com }\n");
    const auto served = make_directory(*load_config(folder.path("c")).config);
    BOOST_TEST(login(*served, "b@example.com") == "two at imap.example.com");
    BOOST_TEST(login(*served, "c@example.com") == "one at imap.example.com");
}

BOOST_AUTO_TEST_CASE(bad_users) {
    BOOST_TEST(
        found(expanding + "users:\n"
                          "  a.example: x\n"
                          "  '*@': x\n"
                          "  '*@*.wild.example': x\n"
                          "  a@a.example: '%USER%'\n"
                          "  b@a.example: { login: x }\n"
                          "  c@a.example: [x]\n"
                          "  d@a.example:\n"
                          "  e@a.example: ''\n"
                          "  A@a.example: x\n") ==
        "c:9:3: `a.example`: the address has no @\n"
        "c:10:3: behind `*@` stands no domain: ``: the name is empty\n"
        "c:11:3: behind `*@` stands no domain: `*.wild.example`: the name holds a character other than letters, digits, hyphens and dots\n"
        "c:12:17: `a@a.example`: unknown placeholder `%USER%`, did you mean %EMAILADDRESS%? "
        "(a percent sign is `%%`)\n"
        "c:13:3: missing required key `username` (text, at most 255 characters)\n"
        "c:13:18: unknown key `login` in `b@a.example`, did you mean `username`?\n"
        "c:14:16: `c@a.example` must be a mapping (`key: value` lines), not a list\n"
        "c:15:3: `d@a.example` is empty; leave it out, or write what belongs below it\n"
        "c:16:16: `e@a.example` is empty, it must be a login name, or a mapping, at most 255 characters\n"
        "c:17:3: `A@a.example` has a login already, in c line 12\n");
}

BOOST_AUTO_TEST_CASE(bad_aliases) {
    BOOST_TEST(found(expanding + "users: { u@a.example: x }\n"
                                 "aliases:\n"
                                 "  '*@a.example': b@a.example\n"
                                 "  a@a.example: b\n"
                                 "  b@a.example: '*@a.example'\n"
                                 "  c@a.example: c@other.example\n"
                                 "  d@a.example: D@a.example\n"
                                 "  e@a.example: f@a.example\n"
                                 "  f@a.example: g@a.example\n"
                                 "  g@a.example: f@a.example\n"
                                 "  u@a.example: x@a.example\n"
                                 "  h@a.example: [x]\n") ==
               "c:10:3: `*@a.example`: an alias is one address; for all of a domain write `users`\n"
               "c:11:16: `a@a.example`: `b` is not one address: the address has no @\n"
               "c:12:16: `b@a.example`: `*@a.example` is not one address\n"
               "c:13:16: `c@other.example` is at no domain that is served: nobody can log in as it\n"
               "c:14:16: aliases in a circle: d@a.example, D@a.example\n"
               "c:16:16: aliases in a circle: f@a.example, g@a.example, f@a.example\n"
               "c:17:16: aliases in a circle: g@a.example, f@a.example, g@a.example\n"
               "c:18:3: `u@a.example` has a login already, in c line 8\n"
               "c:19:16: `h@a.example` must be an address, not a list\n");
}

BOOST_AUTO_TEST_CASE(what_tells_nobody_is_warned_about) {
    constexpr std::string_view expand =
        "warning: Thunderbird and other readers of autoconfig are not told such a login; add "
        "`autoconfig: { expand_username: true }`, at the top or for the domain\n";
    BOOST_TEST(found("users: { a@a.example: x, b@a.example: y, '*@b.example': '%EMAILLOCALPART%' }\n"
                     "aliases: { c@a.example: a@a.example }\n") == "c:7:10: " + std::string(expand));
    BOOST_TEST(found("aliases: { c@a.example: a@a.example }\n") == "c:7:12: " + std::string(expand));
    BOOST_TEST(found("autoconfig: { expand_username: true }\n"
                     "users: { a@a.example: x, 'a@c.example': x, '*@c.example': x }\n"
                     "aliases: { b@c.example: a@a.example }\n") ==
               "c:8:26: warning: `a@c.example` is at no domain that is served: nobody is told\n"
               "c:8:44: warning: `*@c.example` is at no domain that is served: nobody is told\n"
               "c:9:12: warning: `b@c.example` is at no domain that is served: nobody is told\n");
}

BOOST_AUTO_TEST_CASE(many_users_are_read_in_a_moment) {
    constexpr int number = 20000;
    std::string text = "autoconfig: { expand_username: true }\nusers:\n";
    std::string chain = "aliases:\n";
    for (int i = 0; i < number; ++i) {
        const std::string n = std::to_string(i);
        text += "  user" + n + "@a.example: mbox" + n + "\n";
        chain += "  alias" + n + "@a.example: user" + n + "@a.example\n";
    }
    const auto start = std::chrono::steady_clock::now();
    const auto served = directory(text + chain);
    const auto taken = std::chrono::steady_clock::now() - start;
    BOOST_TEST(login(*served, "user19999@a.example") == "mbox19999 at imap.example.com");
    BOOST_TEST(login(*served, "alias19999@a.example") == "mbox19999 at imap.example.com");
    BOOST_TEST(std::chrono::duration_cast<std::chrono::seconds>(taken).count() < 20); // quadratic: minutes
}

BOOST_AUTO_TEST_CASE(an_alias_that_is_no_address) {
    BOOST_TEST(
        found("aliases: { 'a b@a.example': c@a.example, x: c@a.example }\n") ==
        "c:7:12: `a b@a.example`: the part before the @ holds a character that an address cannot have\n"
        "c:7:42: `x`: the address has no @\n");
}

BOOST_AUTO_TEST_SUITE_END()
