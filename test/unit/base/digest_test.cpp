// SPDX-License-Identifier: MIT
#include "autodiscover/base/digest.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(digest)

BOOST_AUTO_TEST_CASE(base64_of_rfc4648_section_4) {
    Sha256 digest{};
    BOOST_TEST(base64(digest).view() == "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    digest = {0xfb, 0xef, 0xff, 0xfc, 'f', 'o', 'o', 'b', 'a', 'r'};
    digest.back() = 0xff;
    BOOST_TEST(base64(digest).view() == "++///GZvb2JhcgAAAAAAAAAAAAAAAAAAAAAAAAAAAP8=");
}

BOOST_AUTO_TEST_CASE(sha256_of_fips_180_4) {
    // The published examples: one block, two blocks; and the empty message.
    BOOST_TEST(base64(sha256("abc")).view() == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    BOOST_TEST(base64(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).view() ==
               "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
    BOOST_TEST(base64(sha256("")).view() == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

BOOST_AUTO_TEST_SUITE_END()
