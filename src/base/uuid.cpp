// SPDX-License-Identifier: MIT
// SHA-1 names things here and protects nothing, so OpenSSL's plain functions do: they are deprecated in
// favour of EVP, which allocates, and fails where a policy for security forbids SHA-1.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "autodiscover/base/uuid.hpp"

#include <algorithm>
#include <openssl/sha.h>

namespace autodiscover {

namespace {

/// Writes two digits out of `digits`, the sixteen of the hexadecimal system, and returns their end.
char* put_hex(char* to, std::uint8_t byte, std::string_view digits) noexcept {
    *to++ = digits[byte >> 4U];
    *to++ = digits[byte & 15U];
    return to;
}

} // namespace

const Uuid uuid_namespace_dns{
    {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
const Uuid uuid_namespace_url{
    {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

Uuid uuid_v5(const Uuid& name_space, std::initializer_list<std::string_view> name) noexcept {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> hash;
    SHA_CTX context;
    SHA1_Init(&context); // none of the functions can fail
    SHA1_Update(&context, name_space.bytes.data(), name_space.bytes.size());
    for (const std::string_view piece : name) {
        SHA1_Update(&context, piece.data(), piece.size());
    }
    SHA1_Final(hash.data(), &context);
    Uuid uuid;
    std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x50U); // version 5
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U); // variant of RFC 9562
    return uuid;
}

void put_uuid(Output& out, const Uuid& uuid) {
    std::array<char, 36> text;
    char* to = text.data();
    std::size_t at = 0;
    for (const std::size_t end : {4U, 6U, 8U, 10U, 16U}) {
        for (; at < end; ++at) {
            to = put_hex(to, uuid.bytes[at], "0123456789ABCDEF");
        }
        if (end < uuid.bytes.size()) {
            *to++ = '-';
        }
    }
    out.put({text.data(), text.size()});
}

InlineString<32> to_hex(const Uuid& uuid) noexcept {
    std::array<char, 32> text;
    char* to = text.data();
    for (const std::uint8_t byte : uuid.bytes) {
        to = put_hex(to, byte, "0123456789abcdef");
    }
    InlineString<32> result;
    result.append({text.data(), text.size()});
    return result;
}

} // namespace autodiscover
