// SPDX-License-Identifier: MIT
// SHA-1 names things here and protects nothing, so OpenSSL's plain functions do: they are deprecated in
// favour of EVP, which takes twice the time for one block, allocates, and fails where a policy for security
// forbids SHA-1.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "autodiscover/base/uuid.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <openssl/sha.h>

namespace autodiscover {

namespace {

using HexTable = std::array<std::array<char, 2>, 256>;

constexpr HexTable hex_table(std::string_view digits) {
    HexTable table{};
    for (std::size_t octet = 0; octet < table.size(); ++octet) {
        table[octet] = {digits[octet / 16], digits[octet % 16]};
    }
    return table;
}
constexpr HexTable upper_hex = hex_table("0123456789ABCDEF");
constexpr HexTable lower_hex = hex_table("0123456789abcdef");

using Hash = std::array<std::uint8_t, SHA_DIGEST_LENGTH>;
constexpr std::size_t longest_in_one_block = SHA_CBLOCK - sizeof(Uuid) - 1 - 8; // padding takes 1 + 8 octets

/// Most names fit one block, which is padded here (FIPS 180-4 section 5.1.1): the general functions would add
/// a third to the cost of the hash.
void hash_one_block(const Uuid& name_space, std::string_view name, Hash& hash) noexcept {
    std::array<std::uint8_t, SHA_CBLOCK> block{};
    std::memcpy(block.data(), name_space.bytes.data(), sizeof(Uuid));
    std::memcpy(block.data() + sizeof(Uuid), name.data(), name.size());
    block[sizeof(Uuid) + name.size()] = 0x80;
    const std::size_t bits = 8 * (sizeof(Uuid) + name.size());
    block[SHA_CBLOCK - 2] = static_cast<std::uint8_t>(bits >> 8U);
    block[SHA_CBLOCK - 1] = static_cast<std::uint8_t>(bits & 0xffU);
    SHA_CTX context;
    SHA1_Init(&context);
    SHA1_Transform(&context, block.data());
    std::uint8_t* out = hash.data();
    for (const std::uint32_t word : {context.h0, context.h1, context.h2, context.h3, context.h4}) {
        const std::uint32_t big_endian = htonl(word);
        std::memcpy(out, &big_endian, sizeof big_endian);
        out += sizeof big_endian;
    }
}

} // namespace

const Uuid uuid_namespace_dns{
    {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
const Uuid uuid_namespace_url{
    {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

Uuid uuid_v5(const Uuid& name_space, std::string_view name) noexcept {
    Hash hash;
    if (name.size() <= longest_in_one_block) {
        hash_one_block(name_space, name, hash);
    } else {
        SHA_CTX context;
        SHA1_Init(&context); // none of the four can fail
        SHA1_Update(&context, name_space.bytes.data(), name_space.bytes.size());
        SHA1_Update(&context, name.data(), name.size());
        SHA1_Final(hash.data(), &context);
    }
    Uuid uuid;
    std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0fU) | 0x50U); // version 5
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3fU) | 0x80U); // variant of RFC 9562
    return uuid;
}

char* put_hyphenated(const Uuid& uuid, char* to) noexcept {
    constexpr std::array<std::uint8_t, 16> places = {0,  2,  4,  6,  9,  11, 14, 16,
                                                     19, 21, 24, 26, 28, 30, 32, 34};
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::memcpy(to + places[i], upper_hex.data() + uuid.bytes[i], 2);
    }
    for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) {
        to[hyphen] = '-';
    }
    return to + uuid_text_size;
}

InlineString<uuid_text_size> to_string(const Uuid& uuid) noexcept {
    std::array<char, uuid_text_size> text;
    InlineString<uuid_text_size> out;
    out.append({text.data(), put_hyphenated(uuid, text.data())});
    return out;
}

InlineString<32> to_hex(const Uuid& uuid) noexcept {
    std::array<char, 32> text;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        std::memcpy(text.data() + 2 * i, lower_hex.data() + uuid.bytes[i], 2);
    }
    InlineString<32> out;
    out.append({text.data(), text.size()});
    return out;
}

} // namespace autodiscover
