// SPDX-License-Identifier: MIT
#include "autodiscover/model/mailbox.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

std::string parsed(std::string_view text) {
    const Result<Mailbox> mailbox = Mailbox::parse(text);
    return mailbox ? std::string(mailbox->address()) : "error: " + mailbox.error().message;
}

std::string domain_part(std::string_view text) {
    const std::optional<Domain> domain = domain_of_address(text);
    return domain ? std::string(domain->view()) : "(none)";
}

} // namespace

BOOST_AUTO_TEST_SUITE(mailbox)

BOOST_AUTO_TEST_CASE(parts) {
    const Result<Mailbox> mailbox = Mailbox::parse("John.Doe+tag@Example.COM");
    BOOST_REQUIRE(mailbox.ok());
    BOOST_TEST(mailbox->local_part() == "John.Doe+tag"); // RFC 5321 2.4: case is kept
    BOOST_TEST(mailbox->domain() == "example.com");
    BOOST_TEST(mailbox->address() == "John.Doe+tag@example.com");
    const Mailbox copy = *mailbox;
    BOOST_TEST(copy.domain() == "example.com");
}

BOOST_AUTO_TEST_CASE(local_parts) { // RFC 5322 3.2.3, RFC 6531 3.3
    for (const std::string_view text :
         {"a@b.c", "!#$%&'*+-/=?^_`{|}~@b.c", "ü@b.c", ".a@b.c", "a.@b.c", "a..b@b.c"}) {
        BOOST_TEST(parsed(text) == text);
    }
    BOOST_TEST(parsed("a@bücher.example") == "a@xn--bcher-kva.example");
    for (const std::string_view text :
         {"a b@c.d", "\"a\"@c.d", "a,b@c.d", "(a)@c.d", "<a@c.d", "a\n@c.d", "a\x7f@c.d", "a\\@c.d",
          "\xff@c.d", "\xef\xbf\xbe@c.d", "a:b@c.d", "a;b@c.d"}) {
        BOOST_TEST(parsed(text) ==
                   "error: the part before the @ holds a character that an address cannot have");
    }
}

BOOST_AUTO_TEST_CASE(nobody_is_deceived_by_a_name) {
    for (const std::string_view name : {"имя", "名前", "नमस्ते", "e\u0301", "٠١٢", "שם", "🙂"}) {
        const std::string address = std::string(name) + "@b.c";
        BOOST_TEST(parsed(address) == address);
        BOOST_TEST(!is_deceptive_address(address));
    }
    for (const std::string_view name :
         {"Your\u00a0mailbox", "a\u2028b", "a\u202eb", "a\uff20b", "a\ufe6bb", "a\u200db", "\u0378", "\ue000",
          "a\u3164b", "a\u0085", "a b", "a\n", "a\x7f"}) {
        const std::string address = std::string(name) + "@b.c";
        BOOST_TEST(parsed(address) ==
                   "error: the part before the @ holds a character that an address cannot have");
        BOOST_TEST(is_deceptive_address(address), address);
        BOOST_TEST(is_deceptive_address(address + "@b.c"));
    }
    for (const std::string_view text : {"", "\u202e", "a@b.c\u202e", "\"a b\"@b.c", "\xff@b.c", "a@@b.c"}) {
        BOOST_TEST(!is_deceptive_address(text), text);
    }
}

BOOST_AUTO_TEST_CASE(shape) {
    BOOST_TEST(parsed("") == "error: the address has no @");
    BOOST_TEST(parsed("example.com") == "error: the address has no @");
    BOOST_TEST(parsed("@example.com") == "error: the address has nothing before the @");
    BOOST_TEST(parsed("a@") == "error: the part behind the @ is no domain: the name is empty");
    BOOST_TEST(parsed("a@b@c.d").starts_with("error: the part behind the @ is no domain: "));
    BOOST_TEST(parsed("a@[192.0.2.1]").starts_with("error: the part behind the @ is no domain: "));
    const std::string local(64, 'x'); // RFC 5321 4.5.3.1.1
    BOOST_TEST(parsed(local + "@b.c") == local + "@b.c");
    BOOST_TEST(parsed(local + "x@b.c") == "error: the part before the @ is longer than 64 octets");
}

BOOST_AUTO_TEST_CASE(domain_of_whatever_a_client_sends) {
    BOOST_TEST(domain_part("a@B.c") == "b.c");
    BOOST_TEST(domain_part("\"a b\"@b.c") == "b.c");
    BOOST_TEST(domain_part("a@b@c.d") == "c.d");
    BOOST_TEST(domain_part(std::string(300, 'x') + "@b.c") == "b.c");
    for (const std::string_view text : {"", "b.c", "@b.c", "a@", "a@-", "a\n@b.c", "\xff@b.c", "a\x7f@b.c"}) {
        BOOST_TEST(domain_part(text) == "(none)");
    }
    BOOST_TEST(domain_part(std::string(316, 'x') + "@b.c") == "b.c"); // RFC 5321 4.5.3.1: 320 octets
    BOOST_TEST(domain_part(std::string(317, 'x') + "@b.c") == "(none)");
}

BOOST_AUTO_TEST_SUITE_END()
