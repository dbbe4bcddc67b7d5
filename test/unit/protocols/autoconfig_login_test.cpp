// SPDX-License-Identifier: MIT
// [autoconfig-06] username. What Thunderbird 156 made of each text was seen by running its converter.
#include "autodiscover/protocols/autoconfig_login.hpp"

#include "unit/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;

namespace {

struct Fixture {
    test::SmallDirectory directory;
    test::SmallDirectory::Entry& entry = directory.add("test.example");
    Mailbox mailbox = *Mailbox::parse("007@test.example");

    std::string login(std::string_view of_service = "%EMAILADDRESS%") {
        const Account account = *directory.find(Subject(mailbox));
        const Service service =
            test::service(ServiceType::imap, Transport::implicit_tls, 993, "h.example", of_service);
        return std::string(login_of_mailbox(account, service));
    }
    std::string own_login(std::string_view text, std::string_view of_service = "%EMAILADDRESS%") {
        entry.users["007@test.example"].username = test::text(text);
        return login(of_service);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(autoconfig_login, Fixture)

BOOST_AUTO_TEST_CASE(numbers_and_truth_values_of_javascript_are_mangled) {
    for (const std::string_view text : {"007",
                                        "00",
                                        "+7",
                                        "1e3",
                                        "1E-3",
                                        "0x10",
                                        "0XaF",
                                        "0o17",
                                        "0b11",
                                        "-5",
                                        "+5",
                                        ".5",
                                        "5.",
                                        "1.5e+10",
                                        "TRUE",
                                        "False",
                                        "1234567890123456",
                                        "123456789012345678901",
                                        "1e999",
                                        " 42 "}) {
        BOOST_TEST(is_mangled_by_thunderbird(text), text);
    }
}

BOOST_AUTO_TEST_CASE(other_texts_are_left_alone) {
    for (const std::string_view text :
         {"0",     "7",       "true",     "false", "",    "fred",   "007@example.com",
          "u1234", "12a",     "1_000",    "1,5",   "0x",  "0xg",    "0o8",
          "0b2",   "-0x10",   "x10",      "e3",    "1e",  ".",      "-",
          "+-5",   "--5",     "Infinity", "inf",   "nan", "truest", "1.2.3",
          "1 2",   "\xd9\xa1"}) {
        BOOST_TEST(!is_mangled_by_thunderbird(text), text);
    }
}

BOOST_AUTO_TEST_CASE(a_pattern_stays_a_pattern) {
    BOOST_TEST(login() == "%EMAILADDRESS%");
    BOOST_TEST(login("%EMAILLOCALPART%") == "%EMAILLOCALPART%");
    BOOST_TEST(own_login("x-%EMAILLOCALPART%") == "x-%EMAILLOCALPART%");
}

BOOST_AUTO_TEST_CASE(a_login_of_its_own_is_literal) {
    BOOST_TEST(own_login("u1234") == "u1234");
    BOOST_TEST(own_login("4711") == "4711");
    BOOST_TEST(own_login("007@test.example") == "007@test.example");
    entry.users["007@test.example"] = {std::nullopt, *Mailbox::parse("bond@test.example")};
    BOOST_TEST(login() == "bond@test.example");
    BOOST_TEST(login("%EMAILLOCALPART%") == "bond");
}

BOOST_AUTO_TEST_CASE(a_literal_that_would_be_mangled_is_not_told) {
    BOOST_TEST(own_login("0815") == "%EMAILADDRESS%");
    BOOST_TEST(own_login("0815", "%EMAILLOCALPART%") == "%EMAILLOCALPART%");
    BOOST_TEST(own_login("True") == "%EMAILADDRESS%");
    BOOST_TEST(own_login("007") == "%EMAILLOCALPART%"); // which the client fills in with the same
    entry.users["007@test.example"] = {std::nullopt, *Mailbox::parse("008@test.example")};
    BOOST_TEST(login("%EMAILLOCALPART%") == "%EMAILLOCALPART%");
}

BOOST_AUTO_TEST_SUITE_END()
