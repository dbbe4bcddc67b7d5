// SPDX-License-Identifier: MIT
#pragma once
/// Keys and certificates made on the spot, and the other side of a signature. Without Boost, for the
/// benchmark.

#include "autodiscover/format/cms_signer.hpp"

#include <chrono>
#include <memory>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover::test {

template <typename T>
T* made(T* object) {
    if (object == nullptr) {
        throw std::runtime_error(ERR_error_string(ERR_get_error(), nullptr));
    }
    return object;
}

struct Free {
    void operator()(BIO* object) const { BIO_free(object); }
    void operator()(EVP_PKEY* object) const { EVP_PKEY_free(object); }
    void operator()(X509* object) const { X509_free(object); }
    void operator()(X509_STORE* object) const { X509_STORE_free(object); }
    void operator()(CMS_ContentInfo* object) const { CMS_ContentInfo_free(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

inline std::string text_of(const Owned<BIO>& bio) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}
inline Owned<BIO> memory() {
    return Owned<BIO>(made(BIO_new(BIO_s_mem())));
}
inline Owned<BIO> memory(std::string_view text) {
    return Owned<BIO>(made(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))));
}

inline Owned<EVP_PKEY> rsa_key(unsigned bits = 2048) {
    return Owned<EVP_PKEY>(made(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits})));
}
inline Owned<EVP_PKEY> ec_key(const char* curve = "P-256") {
    return Owned<EVP_PKEY>(made(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve)));
}

/// A certificate and its key.
struct Identity {
    Owned<EVP_PKEY> key;
    Owned<X509> certificate;

    [[nodiscard]] std::string certificate_pem() const {
        const Owned<BIO> out = memory();
        PEM_write_bio_X509(out.get(), certificate.get());
        return text_of(out);
    }
    /// With a passphrase: encrypted.
    [[nodiscard]] std::string key_pem(const char* passphrase = nullptr) const {
        const Owned<BIO> out = memory();
        PEM_write_bio_PrivateKey(out.get(), key.get(), passphrase != nullptr ? EVP_aes_128_cbc() : nullptr,
                                 nullptr, 0, nullptr, const_cast<char*>(passphrase));
        return text_of(out);
    }
};

constexpr std::chrono::sys_seconds always_from = std::chrono::sys_days(std::chrono::year(2001) / 1 / 1);
constexpr std::chrono::sys_seconds always_to = std::chrono::sys_days(std::chrono::year(2101) / 1 / 1);

struct Wish {
    const Identity* issuer = nullptr; // null: signs itself
    bool is_authority = false;
    std::chrono::sys_seconds from = always_from;
    std::chrono::sys_seconds to = always_to;
    const char* usage = "digitalSignature";
};

inline void extend(X509* certificate, int kind, const char* value) {
    X509_EXTENSION* const extension = made(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

inline Identity issue(std::string_view name, Owned<EVP_PKEY> key, const Wish& wish = {}) {
    static long serial = 0;
    Identity out{std::move(key), Owned<X509>(made(X509_new()))};
    X509* const certificate = out.certificate.get();
    const Identity& issuer = wish.issuer != nullptr ? *wish.issuer : out;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    ASN1_TIME_set(X509_getm_notBefore(certificate), std::chrono::system_clock::to_time_t(wish.from));
    ASN1_TIME_set(X509_getm_notAfter(certificate), std::chrono::system_clock::to_time_t(wish.to));
    const std::string text(name);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate.get()));
    X509_set_pubkey(certificate, out.key.get());
    extend(certificate, NID_basic_constraints, wish.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
    extend(certificate, NID_key_usage, wish.is_authority ? "keyCertSign" : wish.usage);
    if (!wish.is_authority) {
        extend(certificate, NID_ext_key_usage, "serverAuth"); // as public authorities issue them
    }
    if (X509_sign(certificate, issuer.key.get(), EVP_sha256()) == 0) {
        throw std::runtime_error("X509_sign");
    }
    return out;
}

/// A root, an intermediate and two leaves with different kinds of key.
struct Hierarchy {
    Identity root = issue("Root", ec_key(), {.is_authority = true});
    Identity intermediate = issue("Intermediate", ec_key(), {.issuer = &root, .is_authority = true});
    Identity ec = issue("EC leaf", ec_key(), {.issuer = &intermediate});
    Identity rsa = issue("RSA leaf", rsa_key(), {.issuer = &intermediate});

    /// One for all tests: an RSA key takes its time.
    static const Hierarchy& get() {
        static const Hierarchy one;
        return one;
    }
    [[nodiscard]] std::shared_ptr<const CmsSigner> signer(const Identity& leaf) const {
        return CmsSigner::load(leaf.certificate_pem(), leaf.key_pem(), intermediate.certificate_pem()).signer;
    }
};

/// The content of a message whose signature and chain are good; nothing for any other. As `openssl cms
/// -verify -purpose any -CAfile ROOT`.
inline std::optional<std::string> verified(std::string_view der, const Identity& root) {
    const Owned<BIO> in = memory(der);
    const Owned<CMS_ContentInfo> message(d2i_CMS_bio(in.get(), nullptr));
    const Owned<X509_STORE> store(made(X509_STORE_new()));
    X509_STORE_add_cert(store.get(), root.certificate.get());
    X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY);
    const Owned<BIO> content = memory();
    const bool is_good =
        message && CMS_verify(message.get(), nullptr, store.get(), nullptr, content.get(), CMS_BINARY) == 1;
    ERR_clear_error();
    return is_good ? std::optional(text_of(content)) : std::nullopt;
}

} // namespace autodiscover::test
