// SPDX-License-Identifier: MIT
#include "autodiscover/config/logins.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

Mailbox mailbox(std::string_view text) {
    return *Mailbox::parse(text);
}
Login login(std::string_view username) {
    return {*Template::parse(username, Template::Allowed::all), {}};
}
/// The login name that is found for an address, "" for none.
std::string found(const Logins& logins, std::string_view address) {
    const Mailbox who = mailbox(address);
    Shared<Login> login = logins.find_mailbox(who);
    login = login ? login : logins.find_domain(who.domain());
    return login ? login->username->text() : "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(logins)

BOOST_AUTO_TEST_CASE(keys) {
    BOOST_TEST(login_key(mailbox("Max.MUSTER@B\xc3\xbc"
                                 "cher.Example"))
                   .view() == "max.muster@xn--bcher-kva.example");
    BOOST_TEST(login_key(mailbox("\xc3\x84@a.b")).view() == "\xc3\x84@a.b"); // ASCII letters only
    const std::string longest = std::string(64, 'A') + "@" + std::string(63, 'b') + "." +
                                std::string(63, 'b') + "." + std::string(63, 'b') + "." +
                                std::string(61, 'b');
    BOOST_TEST(login_key(mailbox(longest)).view().substr(64) == longest.substr(64));
}

BOOST_AUTO_TEST_CASE(the_mailbox_comes_before_its_domain) {
    Logins all;
    BOOST_TEST(found(all, "a@example.com") == "");
    all.add(mailbox("A@example.com"), login("one"));
    BOOST_TEST(found(all, "a@example.com") == "one");
    BOOST_TEST(found(all, "b@example.com") == "");
    all.add(*Domain::parse("example.com"), login("all"));
    BOOST_TEST(found(all, "a@Example.com") == "one");
    BOOST_TEST(found(all, "b@example.com") == "all");
    BOOST_TEST(found(all, "a@sub.example.com") == "");
}

BOOST_AUTO_TEST_CASE(a_domain_alone_has_the_login_of_all) {
    Logins all;
    all.add(mailbox("a@example.com"), login("one"));
    const Domain domain = *Domain::parse("example.com");
    BOOST_TEST(!all.find_domain(domain.view()).has_value());
    all.add(domain, login("all"));
    BOOST_REQUIRE(all.find_domain(domain.view()).has_value());
    BOOST_TEST(all.find_domain(domain.view())->username->text() == "all");
}

BOOST_AUTO_TEST_CASE(domains_with_a_login_for_all) {
    Logins all;
    all.add(mailbox("a@a.example"), login("one"));
    all.add(*Domain::parse("b.example"), login("all"));
    std::string domains;
    all.for_each_domain([&](std::string_view domain) { domains.append(domain).append(" "); });
    BOOST_TEST(domains == "b.example ");
}

BOOST_AUTO_TEST_SUITE_END()
