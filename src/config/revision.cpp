// SPDX-License-Identifier: MIT
#include "autodiscover/config/revision.hpp"

#include <new>
#include <openssl/evp.h>

namespace autodiscover {

namespace {

/// SHA-256 of OpenSSL fails only for want of memory.
void must(int status) {
    if (status != 1) {
        throw std::bad_alloc();
    }
}

} // namespace

struct Revision::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Revision::Revision() : state_(std::make_unique<State>()) {
    must(state_->context != nullptr ? 1 : 0);
    must(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
    add(AUTODISCOVER_VERSION);
}

Revision::~Revision() = default;

void Revision::add(std::string_view text) {
    const std::string frame = std::to_string(text.size()) + ":"; // "ab"+"c" is not "a"+"bc"
    must(EVP_DigestUpdate(state_->context.get(), frame.data(), frame.size()));
    must(EVP_DigestUpdate(state_->context.get(), text.data(), text.size()));
}

std::string Revision::finish() {
    constexpr char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE] = {};
    must(EVP_DigestFinal_ex(state_->context.get(), hash, nullptr));
    std::string out;
    for (std::size_t i = 0; i < 8; ++i) {
        out += digits[hash[i] >> 4U];
        out += digits[hash[i] & 0xfU];
    }
    return out;
}

} // namespace autodiscover
