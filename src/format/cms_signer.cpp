// SPDX-License-Identifier: MIT
#include "autodiscover/format/cms_signer.hpp"

#include "signing_identity.hpp"

#include <algorithm>
#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <utility>

namespace autodiscover {

using std::chrono::sys_seconds;

namespace {

using Message = std::unique_ptr<CMS_ContentInfo, openssl::Release<CMS_ContentInfo_free>>;
using Time = std::unique_ptr<ASN1_TIME, openssl::Release<ASN1_TIME_free>>;

} // namespace

struct CmsSigner::State {
    openssl::SigningIdentity identity;
};

CmsSigner::CmsSigner(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
CmsSigner::~CmsSigner() = default;

CmsSigner::Loaded CmsSigner::load(std::string_view certificate, std::string key, std::string_view chain) {
    Loaded out;
    auto identity = openssl::read_identity(certificate, key, chain, out.findings);
    OPENSSL_cleanse(key.data(), key.size());
    if (identity) {
        out.signer.reset(new CmsSigner(std::make_unique<State>(State{std::move(*identity)})));
    }
    return out;
}

sys_seconds CmsSigner::not_before() const noexcept {
    return state_->identity.not_before;
}

sys_seconds CmsSigner::not_after() const noexcept {
    return state_->identity.not_after;
}

std::optional<std::string> CmsSigner::sign(std::string_view content, sys_seconds time) const {
    // Binary: the content stays as it is, byte for byte. Partial: signed by CMS_final, after the signer was
    // added. Without CMS_STREAM: the content is there, and DER wants its length first.
    constexpr unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    const openssl::SigningIdentity& identity = state_->identity;
    const openssl::ErrorQueue errors;
    const Message message(CMS_sign(nullptr, nullptr, identity.chain.get(), nullptr, flags));
    const Time signing_time(ASN1_TIME_set(nullptr, time.time_since_epoch().count()));
    const openssl::Bio reader = openssl::reader_of(content);
    if (!message || !signing_time) {
        return std::nullopt;
    }
    // The signing time would come from the clock else (RFC 5652 section 11.3): so the caller's is all there
    // is, and with RSA the same request gives the same bytes.
    CMS_SignerInfo* const signer =
        CMS_add1_signer(message.get(), identity.leaf.get(), identity.key.get(), EVP_sha256(), flags);
    if (signer == nullptr ||
        CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(signing_time.get()),
                                    signing_time.get(), -1) != 1 ||
        CMS_final(message.get(), reader.get(), nullptr, flags) != 1) {
        return std::nullopt;
    }
    const int size = i2d_CMS_ContentInfo(message.get(), nullptr);
    std::string der(static_cast<std::size_t>(std::max(size, 0)), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    const bool is_whole = size > 0 && i2d_CMS_ContentInfo(message.get(), &out) == size;
    return is_whole ? std::optional(std::move(der)) : std::nullopt;
}

} // namespace autodiscover
