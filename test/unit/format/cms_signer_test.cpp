// SPDX-License-Identifier: MIT
#include "autodiscover/format/cms_signer.hpp"

#include "certificates.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 25);
/// What a MIME writer would change, and a NUL.
using std::string_view_literals::operator""sv;
constexpr std::string_view content = "<a>\nb\r\nc\rd \x00 \xc3\xbc</a>\n\n"sv;

/// Whether all of `der` is elements of definite length (X.690 8.1.3), down to the leaves.
bool is_definite(std::string_view der) {
    std::size_t at = 0;
    while (at + 2 <= der.size()) {
        const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(der[i]); };
        const bool is_constructed = (octet(at) & 0x20U) != 0;
        std::size_t length = octet(at + 1);
        at += 2;
        if (length == 0x80) {
            return false;
        }
        if (length > 0x80) {
            const std::size_t end = at + (length & 0x7fU);
            for (length = 0; at < end && at < der.size(); ++at) {
                length = length << 8U | octet(at);
            }
        }
        if (length > der.size() - at || (is_constructed && !is_definite(der.substr(at, length)))) {
            return false;
        }
        at += length;
    }
    return at == der.size();
}

} // namespace

BOOST_AUTO_TEST_SUITE(cms_signer)

BOOST_AUTO_TEST_CASE(what_is_signed_comes_back_byte_for_byte) {
    const Hierarchy& all = Hierarchy::get();
    for (const Identity* const leaf : {&all.rsa, &all.ec}) {
        const auto signer = all.signer(*leaf);
        BOOST_REQUIRE(signer != nullptr);
        for (const std::string& text : {std::string(content), std::string("x"), std::string(100'000, '\n')}) {
            const std::optional<std::string> der = signer->sign(text, now);
            BOOST_REQUIRE(der.has_value());
            BOOST_TEST(is_definite(*der));
            BOOST_TEST((verified(*der, all.root) == text));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_walk_over_der_knows_an_indefinite_length) {
    BOOST_TEST(is_definite(std::string_view("\x30\x03\x02\x01\x05", 5)));
    BOOST_TEST(!is_definite(std::string_view("\x30\x80\x02\x01\x05\x00\x00", 7)));
    BOOST_TEST(!is_definite(std::string_view("\x30\x04\x02\x01\x05", 5)));
    BOOST_TEST(!is_definite(std::string_view("\x30\x06\x30\x80\x02\x00\x00\x00", 8)));
}

BOOST_AUTO_TEST_CASE(what_was_tampered_with_is_refused) {
    const Hierarchy& all = Hierarchy::get();
    const std::string der = *all.signer(all.ec)->sign("host mail.example.com", now);
    std::string other = der;
    other.at(other.find("mail.example.com")) = 'M';
    BOOST_TEST(!verified(other, all.root).has_value());
    other = der;
    other.back() = static_cast<char>(other.back() ^ 1); // of the signature
    BOOST_TEST(!verified(other, all.root).has_value());
    BOOST_TEST(verified(der, all.root).has_value());
}

BOOST_AUTO_TEST_CASE(the_chain_is_inside) {
    const Hierarchy& all = Hierarchy::get();
    const auto alone = CmsSigner::load(all.ec.certificate_pem(), all.ec.key_pem(), "").signer;
    BOOST_REQUIRE(alone != nullptr);
    BOOST_TEST(!verified(*alone->sign("x", now), all.root).has_value());
    const auto full =
        CmsSigner::load(all.ec.certificate_pem() + all.intermediate.certificate_pem(), all.ec.key_pem(), "");
    BOOST_TEST(verified(*full.signer->sign("x", now), all.root).has_value());
    BOOST_TEST(!verified(*full.signer->sign("x", now), all.rsa).has_value(), "any root would do");
}

BOOST_AUTO_TEST_CASE(the_time_is_the_callers) {
    const Hierarchy& all = Hierarchy::get();
    const auto signer = all.signer(all.rsa);
    const std::string der = *signer->sign("x", now);
    BOOST_TEST((der.find("261125000000Z") != std::string::npos));
    BOOST_TEST(der == *signer->sign("x", now)); // PKCS #1 v1.5 has no random number
    BOOST_TEST(der != *signer->sign("x", now + std::chrono::seconds(1)));
}

BOOST_AUTO_TEST_CASE(dates_of_the_certificate) {
    using namespace std::chrono;
    const sys_seconds from = sys_days(year(2024) / 2 / 29) + hours(23) + minutes(59) + seconds(58);
    const sys_seconds to = sys_days(year(2051) / 12 / 31) + seconds(1); // GeneralizedTime, after 2049
    const Identity own = issue("x", ec_key(), {.from = from, .to = to});
    const auto signer = CmsSigner::load(own.certificate_pem(), own.key_pem(), "").signer;
    BOOST_REQUIRE(signer != nullptr);
    BOOST_TEST((signer->not_before() == from));
    BOOST_TEST((signer->not_after() == to));
}

BOOST_AUTO_TEST_CASE(a_time_that_no_certificate_can_say_is_not_signed) {
    const Hierarchy& all = Hierarchy::get();
    BOOST_TEST(!all.signer(all.ec)->sign("x", std::chrono::sys_seconds::max()).has_value());
}

BOOST_AUTO_TEST_CASE(a_certificate_with_a_time_that_is_none_was_valid_in_1970) {
    Identity odd = issue("odd", ec_key());
    ASN1_STRING_set(X509_getm_notAfter(odd.certificate.get()), "991332000000Z", -1);
    X509_sign(odd.certificate.get(), odd.key.get(), EVP_sha256());
    const CmsSigner::Loaded loaded = CmsSigner::load(odd.certificate_pem(), odd.key_pem(), "");
    BOOST_REQUIRE(loaded.signer != nullptr);
    BOOST_TEST((loaded.signer->not_after() == std::chrono::sys_seconds()));
}

BOOST_AUTO_TEST_SUITE_END()
