// SPDX-License-Identifier: MIT
#include "autodiscover/base/digest.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string base64_of(std::string_view text) {
    return base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

} // namespace

BOOST_AUTO_TEST_SUITE(digest)

BOOST_AUTO_TEST_CASE(base64_of_rfc4648_section_10) {
    BOOST_TEST(base64_of("").empty());
    BOOST_TEST(base64_of("f") == "Zg==");
    BOOST_TEST(base64_of("fo") == "Zm8=");
    BOOST_TEST(base64_of("foo") == "Zm9v");
    BOOST_TEST(base64_of("foob") == "Zm9vYg==");
    BOOST_TEST(base64_of("fooba") == "Zm9vYmE=");
    BOOST_TEST(base64_of("foobar") == "Zm9vYmFy");
    BOOST_TEST(base64_of("\xfb\xef\xff\xfc") == "++///A==");
}

BOOST_AUTO_TEST_CASE(sha256_of_fips_180_4) {
    // The published examples: one block, two blocks; and the empty message.
    BOOST_TEST(base64(sha256("abc")) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    BOOST_TEST(base64(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
               "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
    BOOST_TEST(base64(sha256("")) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

BOOST_AUTO_TEST_SUITE_END()
