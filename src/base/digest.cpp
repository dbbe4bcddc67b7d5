// SPDX-License-Identifier: MIT
// OpenSSL's plain functions: deprecated in favour of EVP, which allocates four times for each digest.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "autodiscover/base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace autodiscover {

Sha256 sha256(std::string_view octets) noexcept {
    Sha256 digest;
    SHA256_CTX context;
    SHA256_Init(&context); // none of the three can fail
    SHA256_Update(&context, octets.data(), octets.size());
    SHA256_Final(digest.data(), &context);
    return digest;
}

InlineString<44> base64(const Sha256& digest) noexcept {
    InlineString<44> out;
    std::array<unsigned char, decltype(out)::capacity + 1> text; // OpenSSL closes it with a NUL
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    out.append({reinterpret_cast<const char*>(text.data()), decltype(out)::capacity});
    return out;
}

} // namespace autodiscover
