// SPDX-License-Identifier: MIT
#include "autodiscover/base/digest.hpp"

#include <openssl/evp.h>
#include <stdexcept>

namespace autodiscover {

Sha256 sha256(std::string_view octets) {
    Sha256 digest;
    if (EVP_Digest(octets.data(), octets.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return digest;
}

std::string base64(std::span<const std::uint8_t> octets) {
    std::string out((octets.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL closes it with a NUL
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), octets.data(),
                    static_cast<int>(octets.size()));
    out.pop_back();
    return out;
}

} // namespace autodiscover
