// SPDX-License-Identifier: MIT
// What CmsSigner::load() says about files that are not as they should be.
#include "certificates.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// "key! message\n" for an error, "chain? message\n" for a warning; a signer is there when there is no error.
std::string findings(std::string_view certificate, std::string key, std::string_view chain) {
    const CmsSigner::Loaded loaded = CmsSigner::load(certificate, std::move(key), chain);
    std::string out;
    bool has_error = false;
    for (const CmsSigner::Finding& finding : loaded.findings) {
        out += finding.part == CmsSigner::Part::certificate ? "certificate"
               : finding.part == CmsSigner::Part::key       ? "key"
                                                            : "chain";
        out += (finding.is_error ? "! " : "? ") + finding.message + "\n";
        has_error = has_error || finding.is_error;
    }
    BOOST_TEST((loaded.signer == nullptr) == has_error);
    BOOST_TEST(ERR_peek_error() == 0U); // nothing is left for the next user of OpenSSL
    return out;
}

std::string findings(const Identity& leaf, std::string_view chain = "") {
    return findings(leaf.certificate_pem(), leaf.key_pem(), chain);
}

const std::string mismatch = "key! does not belong to the certificate `CN=EC leaf`: take the key with which "
                             "it was requested\n";
const std::string no_key = "key! holds no private key in PEM (-----BEGIN PRIVATE KEY-----)\n";
const std::string encrypted = "key! is encrypted, and nobody is here to type a passphrase: write the key "
                              "without one, with `openssl pkey -in OLD -out NEW`\n";

} // namespace

BOOST_AUTO_TEST_SUITE(signing_identity)

BOOST_AUTO_TEST_CASE(nothing_is_said_about_what_is_right) {
    const Hierarchy& all = Hierarchy::get();
    const std::string above = all.intermediate.certificate_pem();
    BOOST_TEST(findings(all.ec, above) == "");
    BOOST_TEST(findings(all.rsa, above) == "");
    BOOST_TEST(findings(all.ec, above + all.root.certificate_pem()) == "");
    BOOST_TEST(findings(all.ec.certificate_pem() + above, all.ec.key_pem(), "") == "");
    const std::string combined = all.ec.key_pem() + "text between\n" + all.ec.certificate_pem() + above;
    BOOST_TEST(findings(combined, combined, "") == ""); // one file for all, as HAProxy has it
    BOOST_TEST(findings(issue("Own", ec_key("P-384"), {.issuer = &all.root}), all.root.certificate_pem()) ==
               "");
}

BOOST_AUTO_TEST_CASE(a_key_of_another_certificate) {
    const Hierarchy& all = Hierarchy::get();
    const std::string above = all.intermediate.certificate_pem();
    BOOST_TEST(findings(all.ec.certificate_pem(), all.rsa.key_pem(), above) == mismatch);
    BOOST_TEST(findings(all.ec.certificate_pem(), all.root.key_pem(), above) == mismatch);
    BOOST_TEST(findings(above + all.ec.certificate_pem(), all.ec.key_pem(), "")
                   .starts_with("certificate! is not meant for signatures"));
    const Identity general =
        issue("General", ec_key(), {.issuer = &all.root, .usage = "digitalSignature,keyCertSign"});
    BOOST_TEST(findings(general.certificate_pem() + all.ec.certificate_pem(), all.ec.key_pem(), "")
                   .starts_with("key! belongs to another certificate of the chain: put that one first\n"));
}

BOOST_AUTO_TEST_CASE(an_encrypted_key_asks_nobody) {
    const Hierarchy& all = Hierarchy::get();
    const std::string above = all.intermediate.certificate_pem();
    BOOST_TEST(findings(all.ec.certificate_pem(), all.ec.key_pem("secret"), above) == encrypted);
    const Owned<BIO> old = memory(); // the form before PKCS #8, with "Proc-Type: 4,ENCRYPTED"
    PEM_write_bio_PrivateKey_traditional(old.get(), all.rsa.key.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr,
                                         const_cast<char*>("secret"));
    BOOST_TEST(findings(all.rsa.certificate_pem(), text_of(old), above) == encrypted);
}

BOOST_AUTO_TEST_CASE(what_is_no_pem_at_all) {
    const Hierarchy& all = Hierarchy::get();
    const std::string no_certificate = "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); one in "
                                       "DER becomes PEM with `openssl x509 -inform DER -in OLD -out NEW`\n";
    const std::string good = all.ec.certificate_pem();
    BOOST_TEST(findings("", "", "") == "certificate! " + no_certificate + no_key);
    BOOST_TEST(findings(all.ec.key_pem(), good, "x") ==
               "certificate! " + no_certificate + no_key + "chain! " + no_certificate);
    const std::string damaged = good.substr(0, 100) + "!!" + good.substr(102);
    BOOST_TEST(findings(damaged, all.ec.key_pem(), good.substr(0, good.size() / 2)) ==
               "certificate! holds a damaged certificate\nchain! holds a damaged certificate\n");
    BOOST_TEST(findings(good + damaged, all.ec.key_pem(), "") ==
               "certificate! holds a damaged certificate\n");
    BOOST_TEST(findings(good, all.ec.key_pem().substr(0, 80), "") == no_key);
}

BOOST_AUTO_TEST_CASE(keys_that_nobody_should_sign_with) {
    const Identity weak = issue("Weak", rsa_key(1024));
    BOOST_TEST(findings(weak) == "key! holds a weak key (1024 bits): take RSA of 2048 bits or P-256\n");
    const Identity curve = issue("Weak", ec_key("P-192"));
    BOOST_TEST(findings(curve) == "key! holds a weak key (192 bits): take RSA of 2048 bits or P-256\n");
    const Owned<EVP_PKEY> edwards(made(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
    const Hierarchy& all = Hierarchy::get();
    const Owned<BIO> pem = memory();
    PEM_write_bio_PrivateKey(pem.get(), edwards.get(), nullptr, nullptr, 0, nullptr, nullptr);
    BOOST_TEST(findings(all.ec.certificate_pem(), text_of(pem), all.intermediate.certificate_pem()) ==
               "key! holds a key that is neither RSA nor of an elliptic curve such as P-256\n");
    for (const char* const usage : {"keyAgreement", "keyEncipherment"}) {
        BOOST_TEST(findings(issue("Sealed", ec_key(), {.usage = usage})) ==
                   "certificate! is not meant for signatures (its key usage lacks digitalSignature)\n");
    }
}

BOOST_AUTO_TEST_CASE(a_chain_that_leads_nowhere) {
    const Hierarchy& all = Hierarchy::get();
    const std::string lacks = "lacks the certificate that issued `CN=EC leaf`: devices will not be able to "
                              "verify profiles; add the intermediate ones\n";
    BOOST_TEST(findings(all.ec) == "certificate? " + lacks);
    BOOST_TEST(findings(issue("Own", ec_key())) ==
               "certificate? `CN=Own` is signed by itself: devices that were not given it show a profile as "
               "unverified\n");
    BOOST_TEST(findings(all.ec, all.root.certificate_pem()) ==
               "chain? " + lacks +
                   "chain? holds `CN=Root`, which issued no other certificate of the chain: leave it out\n");
    const Identity stranger = issue("B\xc3\xbc\n", ec_key());
    BOOST_TEST(
        findings(all.ec.certificate_pem() + all.intermediate.certificate_pem() + stranger.certificate_pem(),
                 all.ec.key_pem(), "") ==
        "certificate? holds `CN=B\\C3\\BC\\0A`, which issued no other certificate of the chain: leave "
        "it out\n");
}

BOOST_AUTO_TEST_SUITE_END()
