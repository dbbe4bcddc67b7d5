// SPDX-License-Identifier: MIT
#include "autodiscover/base/uuid.hpp"

#include <algorithm>
#include <memory>
#include <openssl/evp.h>
#include <stdexcept>

namespace autodiscover {

namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Digest = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;

/// SHA-1 is fetched once: a fetch costs more than the hash itself.
const EVP_MD* sha1() {
    static const Digest digest(EVP_MD_fetch(nullptr, "SHA1", nullptr), &EVP_MD_free);
    return digest.get();
}

std::string hex(const Uuid& uuid, const char* digits, bool hyphens) {
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10)) {
            out += '-';
        }
        out += digits[uuid.bytes[i] >> 4U];
        out += digits[uuid.bytes[i] & 0xfU];
    }
    return out;
}

} // namespace

const Uuid uuid_namespace_dns{
    {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
const Uuid uuid_namespace_url{
    {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

Uuid uuid_v5(const Uuid& name_space, std::string_view name) {
    thread_local const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    if (context == nullptr || EVP_DigestInit_ex2(context.get(), sha1(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), name_space.bytes.data(), name_space.bytes.size()) != 1 ||
        EVP_DigestUpdate(context.get(), name.data(), name.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) != 1) {
        throw std::runtime_error("SHA-1 is not available in this OpenSSL");
    }
    Uuid uuid;
    std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x50U); // version 5
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U); // variant of RFC 9562
    return uuid;
}

std::string to_string(const Uuid& uuid) {
    return hex(uuid, "0123456789ABCDEF", true);
}
std::string to_hex(const Uuid& uuid) {
    return hex(uuid, "0123456789abcdef", false);
}

} // namespace autodiscover
