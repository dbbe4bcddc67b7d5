// SPDX-License-Identifier: MIT
#include "autodiscover/base/uuid.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

std::string text_of(const Uuid& uuid) {
    Output out;
    put_uuid(out, uuid);
    return out.take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(uuid)

BOOST_AUTO_TEST_CASE(known_answer_of_the_dns_namespace) {
    BOOST_TEST(text_of(uuid_v5(uuid_namespace_dns, "www.example.com")) ==
               "2ED6657D-E927-568B-95E1-2665A8AEA6A2");
}

// Expected values: Python's uuid.uuid5(uuid.NAMESPACE_URL, name).
BOOST_AUTO_TEST_CASE(known_answers_of_the_url_namespace) {
    BOOST_TEST(text_of(uuid_v5(uuid_namespace_url, "example.hosting.autodiscover")) ==
               "20D38730-8C27-5C70-96C8-F9AAEC2BFE2D");
    BOOST_TEST(text_of(uuid_v5(uuid_namespace_url, "")) == "1B4DB7EB-4057-5DDF-91E0-36DEC72071F5");
}

// SHA-1 works in blocks of 64 octets with 9 of its own at the end; the namespace takes 16.
BOOST_AUTO_TEST_CASE(names_around_the_edges_of_a_block) {
    const auto of_length = [](std::size_t length) {
        return text_of(uuid_v5(uuid_namespace_url, std::string(length, 'x')));
    };
    BOOST_TEST(of_length(38) == "F3A13BFB-ADC6-59A0-8124-FE6EDEACA7EA");
    BOOST_TEST(of_length(39) == "F4EAEE1E-E483-528B-88BD-6B8932AB6E2B");
    BOOST_TEST(of_length(40) == "F562C38A-A8FE-5CDD-B523-6F30CFB54847");
    BOOST_TEST(of_length(48) == "8FA6FFA9-9280-5899-A2D8-B082CCDF6380");
    BOOST_TEST(of_length(49) == "A7EA6783-DD62-55D7-B23B-9ACADFFCA469");
    BOOST_TEST(of_length(104) == "F73ECF9A-6EC9-5147-A7E0-F5BC67EEEFA0");
    BOOST_TEST(of_length(200) == "CD3580B9-D244-586A-8077-74317319B48D");
}

BOOST_AUTO_TEST_CASE(pieces_are_joined) {
    BOOST_CHECK(uuid_v5(uuid_namespace_url, {"a", "", "bc"}) == uuid_v5(uuid_namespace_url, "abc"));
}

BOOST_AUTO_TEST_CASE(version_and_variant_whatever_the_hash) {
    for (int i = 0; i < 256; ++i) {
        const Uuid made = uuid_v5(uuid_namespace_dns, std::to_string(i));
        BOOST_TEST((made.bytes[6] & 0xf0) == 0x50);
        BOOST_TEST((made.bytes[8] & 0xc0) == 0x80);
    }
}

BOOST_AUTO_TEST_CASE(the_namespace_matters) {
    BOOST_CHECK(uuid_v5(uuid_namespace_dns, "a") != uuid_v5(uuid_namespace_url, "a"));
    BOOST_CHECK(uuid_v5(uuid_namespace_dns, "a") == uuid_v5(uuid_namespace_dns, "a"));
}

BOOST_AUTO_TEST_CASE(both_spellings) {
    BOOST_TEST(text_of(uuid_namespace_dns) == "6BA7B810-9DAD-11D1-80B4-00C04FD430C8");
    BOOST_TEST(to_hex(uuid_namespace_dns).view() == "6ba7b8109dad11d180b400c04fd430c8");
}

BOOST_AUTO_TEST_SUITE_END()
