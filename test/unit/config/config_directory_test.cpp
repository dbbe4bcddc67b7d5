// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_directory.hpp"

#include "folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(config_directory)

BOOST_AUTO_TEST_CASE(accounts_come_from_the_configuration) {
    Config config = load_after("domains:\n"
                               "  a.example: { name: Other }\n"
                               "  '*.b.example': { services: { imaps: { host: 'mail.%EMAILDOMAIN%' } } }\n");
    const std::string revision = config.revision;
    const std::shared_ptr<const Directory> directory = make_directory(std::move(config));
    BOOST_TEST(*directory->find(Subject(*Domain::parse("a.example")))->revision == revision);
    BOOST_TEST(directory->installation().provider->name == "Example");

    const Result<Mailbox> mailbox = Mailbox::parse("User@X.b.example");
    const LookupResult account = directory->find(Subject(*mailbox));
    BOOST_REQUIRE(account.outcome() == Lookup::found);
    const Service* const imap = account->offered(ServiceType::imap);
    BOOST_REQUIRE(imap != nullptr);
    BOOST_TEST(account->host(*imap).view() == "mail.x.b.example");
    BOOST_TEST(account->username(*imap).view() == "User@x.b.example");
    BOOST_TEST(directory->find(Subject(*Domain::parse("a.example")))->provider().name == "Other");
    BOOST_CHECK(directory->find(Subject(*Domain::parse("b.example"))).outcome() == Lookup::unknown);
}

BOOST_AUTO_TEST_CASE(the_providers_domain_is_always_served) {
    const auto with_list = make_directory(load_after("domains: { a.example: }\n"));
    BOOST_CHECK(with_list->find(Subject(*Domain::parse("example.com"))).outcome() == Lookup::found);
    const auto with_own = make_directory(load_after("domains: { example.com: { name: Own } }\n"));
    BOOST_TEST(with_own->find(Subject(*Domain::parse("example.com")))->provider().name == "Own");
    BOOST_TEST(with_own->installation().provider->name == "Example");
}

BOOST_AUTO_TEST_CASE(instance_id_follows_from_the_url) {
    const auto id = [](std::string_view url) {
        return make_directory(load_text("provider: { name: Example, domain: example.com, url: '" +
                                        std::string(url) +
                                        "' }\nservices: { imaps: &s { host: a.b }, submissions: *s }\n"))
            ->installation()
            .instance_id;
    };
    const Uuid uuid = uuid_v5(uuid_namespace_url, "https://a.example");
    BOOST_TEST(id("https://a.example/") ==
               static_cast<std::uint32_t>((uuid.bytes[0] << 24) + (uuid.bytes[1] << 16) +
                                          (uuid.bytes[2] << 8) + uuid.bytes[3]));
    BOOST_TEST(id("https://a.example") != id("https://b.example"));
}

BOOST_AUTO_TEST_SUITE_END()
