// SPDX-License-Identifier: MIT
#pragma once
/// A certificate, its key and the certificates above it, in OpenSSL's terms: for the files of this folder
/// that are made of OpenSSL, no others. Thread safety: a SigningIdentity may be read by any number of
/// threads.

#include "autodiscover/format/cms_signer.hpp"

#include <chrono>
#include <memory>
#include <new>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string_view>
#include <vector>

namespace autodiscover::openssl {

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};
inline void release_stack(STACK_OF(X509) * stack) {
    sk_X509_pop_free(stack, X509_free);
}
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), Release<release_stack>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;

/// OpenSSL queues errors by thread; what is left there would be taken for a later call's.
struct ErrorQueue {
    ErrorQueue() = default;
    ErrorQueue(const ErrorQueue&) = delete;
    ErrorQueue& operator=(const ErrorQueue&) = delete;
    ~ErrorQueue() { ERR_clear_error(); }
};

template <typename T>
T* must(T* object) {
    if (object == nullptr) {
        throw std::bad_alloc(); // GCOVR_EXCL_LINE: OpenSSL out of memory
    }
    return object;
}

/// Reads from `text`, which must outlive it.
inline Bio reader_of(std::string_view text) {
    return Bio(must(BIO_new_mem_buf(text.empty() ? "" : text.data(), static_cast<int>(text.size()))));
}

struct SigningIdentity {
    Certificate leaf;
    PrivateKey key;
    Certificates chain{must(sk_X509_new_null())};
    std::chrono::sys_seconds not_before;
    std::chrono::sys_seconds not_after;
};

/// Reads PEM as CmsSigner::load() says. Null exactly when an error was added to `findings`, which is empty
/// before.
std::unique_ptr<SigningIdentity> read_identity(std::string_view certificate, std::string_view key,
                                               std::string_view chain,
                                               std::vector<CmsSigner::Finding>& findings);

} // namespace autodiscover::openssl
