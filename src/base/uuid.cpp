// SPDX-License-Identifier: MIT
// SHA-1 names things here and protects nothing, so OpenSSL's plain functions do: they are deprecated in
// favour of EVP, which takes twice the time for one block, allocates, and fails where a policy for security
// forbids SHA-1.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "autodiscover/base/uuid.hpp"

#include <algorithm>
#include <openssl/sha.h>

namespace autodiscover {

namespace {

/// Writes the octets [first, last) of a UUID and returns the end of what was written.
char* write_hex(const Uuid& uuid, std::size_t first, std::size_t last, const char* digits, char* out) {
    for (std::size_t i = first; i < last; ++i) {
        *out++ = digits[uuid.bytes[i] >> 4U];
        *out++ = digits[uuid.bytes[i] & 0xfU];
    }
    return out;
}

} // namespace

const Uuid uuid_namespace_dns{
    {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
const Uuid uuid_namespace_url{
    {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

Uuid uuid_v5(const Uuid& name_space, std::string_view name) noexcept {
    SHA_CTX context;
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> hash;
    SHA1_Init(&context); // none of the three can fail
    SHA1_Update(&context, name_space.bytes.data(), name_space.bytes.size());
    SHA1_Update(&context, name.data(), name.size());
    SHA1_Final(hash.data(), &context);
    Uuid uuid;
    std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x50U); // version 5
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U); // variant of RFC 9562
    return uuid;
}

InlineString<36> to_string(const Uuid& uuid) noexcept {
    constexpr std::array<std::size_t, 6> groups = {0, 4, 6, 8, 10, 16};
    std::array<char, 36> text;
    char* end = text.data();
    for (std::size_t group = 1; group < groups.size(); ++group) {
        if (group > 1) {
            *end++ = '-';
        }
        end = write_hex(uuid, groups[group - 1], groups[group], "0123456789ABCDEF", end);
    }
    InlineString<36> out;
    out.append({text.data(), text.size()});
    return out;
}

InlineString<32> to_hex(const Uuid& uuid) noexcept {
    std::array<char, 32> text;
    write_hex(uuid, 0, uuid.bytes.size(), "0123456789abcdef", text.data());
    InlineString<32> out;
    out.append({text.data(), text.size()});
    return out;
}

} // namespace autodiscover
