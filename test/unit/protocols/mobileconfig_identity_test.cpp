// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/mobileconfig_identity.hpp"

#include "unit/protocols/mobileconfig_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;
using mobileconfig::Identity;

namespace {

const Mailbox mailbox = *Mailbox::parse("User@example.com");

std::string text_of(const Uuid& uuid) {
    Output out;
    put_uuid(out, uuid);
    return out.take();
}

std::string uuid_of(const Identity& identity, std::string_view kind) {
    return text_of(identity.uuid_of(kind));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(mobileconfig_identity, MobileconfigFixture)

// Expected values: Python's uuid.uuid5(ns, kind + "user@example.com"). They must never change: an installed
// account is found again by them.
BOOST_AUTO_TEST_CASE(uuids_are_for_ever) {
    Identity identity(policy, Subject(mailbox), {});
    BOOST_TEST(identity.base() == "example.hosting.autodiscover");
    BOOST_TEST(identity.hash() == "cd44f28095a8571cb7db2dc7a6b74d9a");
    BOOST_TEST(uuid_of(identity, "mail\n") == "1E06CA5C-1771-5453-B88E-2A69346123D0");
    BOOST_TEST(uuid_of(identity, "caldav\n") == "C2293743-4197-5CB0-8FE4-CD3A0F8FB7BA");
    BOOST_TEST(uuid_of(identity, "carddav\n") == "7769BDFF-3B35-565D-969C-87147357E1F0");
    BOOST_TEST(uuid_of(identity, "ldap\n") == "F9A81BE9-6BF2-5F65-A1E4-CE9571FDE098");
    BOOST_TEST(uuid_of(identity, "activesync\n") == "D525B64F-0DEF-5890-B02B-A4AF5C778BBD");
    Identity domain(policy, Subject(*Domain::parse("example.com")), {});
    BOOST_TEST(text_of(domain.profile()) == "980F7096-1AD9-56B4-ADF3-8C14B67CAAF8");
}

BOOST_AUTO_TEST_CASE(a_choice_with_mail_is_the_same_profile) {
    Identity all(policy, Subject(mailbox), {});
    Identity chosen(policy, Subject(mailbox), Payloads(Payload::caldav) | Payload::mail);
    BOOST_CHECK(chosen.profile() == all.profile());
    BOOST_TEST(uuid_of(chosen, "caldav\n") == uuid_of(all, "caldav\n"));
}

BOOST_AUTO_TEST_CASE(a_choice_without_mail_stands_beside_it) {
    Identity beside(policy, Subject(mailbox), Payloads(Payload::caldav) | Payload::carddav);
    BOOST_TEST(text_of(beside.profile()) == "F2957CBF-C37F-57D8-B2D3-DEA8D29AD0F8");
    BOOST_TEST(uuid_of(beside, "caldav\n") == "378D9639-84A0-5670-BAD4-847BC1EB4685");
    std::set<std::string> seen;
    constexpr std::array without_mail = {Payload::caldav, Payload::carddav, Payload::ldap,
                                         Payload::activesync};
    for (unsigned choice = 0; choice < 16; ++choice) {
        Payloads only;
        for (std::size_t i = 0; i < without_mail.size(); ++i) {
            only.add((choice >> i & 1U) != 0 ? Payloads(without_mail[i]) : Payloads());
        }
        Identity identity(policy, Subject(mailbox), only);
        seen.insert(std::string(identity.hash()));
        for (const std::string_view kind : {"mail\n", "caldav\n", "carddav\n", "ldap\n", "activesync\n"}) {
            seen.insert(uuid_of(identity, kind));
        }
    }
    BOOST_TEST(seen.size() == 16U * 6U);
}

BOOST_AUTO_TEST_CASE(the_longest_address_has_its_place) {
    const std::string longest = std::string(64, 'u') + "@" + std::string(63, 'a') + "." +
                                std::string(63, 'b') + "." + std::string(63, 'c') + "." +
                                std::string(61, 'd');
    const Mailbox far = *Mailbox::parse(longest);
    const Payloads all = Payloads(Payload::caldav) | Payload::carddav | Payload::ldap | Payload::activesync;
    Identity identity(policy, Subject(far), all);
    const std::string name = "activesync\nactivesync\nldap\ncarddav\ncaldav\n" + longest;
    BOOST_CHECK(identity.uuid_of("activesync\n") == uuid_v5(policy.name_space, name));
}

BOOST_AUTO_TEST_SUITE_END()
