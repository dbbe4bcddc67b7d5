// SPDX-License-Identifier: MIT
#include "signing_identity.hpp"

#include <algorithm>
#include <ctime>
#include <openssl/asn1.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <optional>
#include <string>
#include <utility>

namespace autodiscover::openssl {

namespace {

using std::chrono::sys_seconds;

/// For OpenSSL's readers of PEM, which else would ask at the terminal. 0 would mean the empty passphrase.
int refuse_passphrase(char* /*buffer*/, int /*size*/, int /*is_writing*/, void* was_asked) noexcept {
    if (was_asked != nullptr) {
        *static_cast<bool*>(was_asked) = true;
    }
    return -1;
}

/// The certificates of a text; nothing when one of them is damaged.
std::optional<std::vector<Certificate>> read_certificates(std::string_view pem) {
    const ErrorQueue errors;
    const Bio reader = reader_of(pem);
    std::vector<Certificate> out;
    while (X509* const next = PEM_read_bio_X509(reader.get(), nullptr, refuse_passphrase, nullptr)) {
        out.emplace_back(next);
    }
    const unsigned long last = ERR_peek_last_error();
    const bool is_end = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    return is_end ? std::optional(std::move(out)) : std::nullopt;
}

/// The epoch, which nobody takes for a date of today, where a certificate has no proper date.
sys_seconds to_time(const ASN1_TIME* time) noexcept {
    using namespace std::chrono;
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    const year_month_day day(year(parts.tm_year + 1900), month(static_cast<unsigned>(parts.tm_mon + 1)),
                             std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
    return sys_days(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

/// "CN=R3,O=Let's Encrypt,C=US", all ASCII (RFC 2253).
std::string name_of(const X509* certificate) {
    const Bio writer(must(BIO_new(BIO_s_mem())));
    X509_NAME_print_ex(writer.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &text);
    constexpr long longest = 200;
    return {text, static_cast<std::size_t>(std::clamp(size, 0L, longest))};
}

bool has_issued(X509* issuer, X509* certificate) {
    return X509_check_issued(issuer, certificate) == X509_V_OK;
}

/// One load: collects what is wrong.
class Loading {
  public:
    using Part = CmsSigner::Part;

    explicit Loading(std::vector<CmsSigner::Finding>& findings) : findings_(findings) {}

    void read_certificate(std::string_view pem) {
        others_ = read(Part::certificate, pem);
        if (!others_.empty()) {
            leaf_ = std::move(others_.front());
            others_.erase(others_.begin());
            if ((X509_get_key_usage(leaf_.get()) & KU_DIGITAL_SIGNATURE) == 0) {
                error(Part::certificate,
                      "is not meant for signatures (its key usage lacks digitalSignature)");
            }
        }
    }
    void read_chain(std::string_view pem) {
        for (Certificate& each : read(Part::chain, pem)) {
            others_.push_back(std::move(each));
            where_ = Part::chain;
        }
    }
    void read_key(std::string_view pem) {
        const ErrorQueue errors;
        bool was_asked = false;
        key_.reset(PEM_read_bio_PrivateKey(reader_of(pem).get(), nullptr, refuse_passphrase, &was_asked));
        if (was_asked) {
            key_.reset();
            error(Part::key, "is encrypted, and nobody is here to type a passphrase: write the key without "
                             "one, with `openssl pkey -in OLD -out NEW`");
        } else if (!key_) {
            error(Part::key, "holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
        } else if (const int type = EVP_PKEY_get_base_id(key_.get());
                   type != EVP_PKEY_RSA && type != EVP_PKEY_EC) {
            error(Part::key, "holds a key that is neither RSA nor of an elliptic curve such as P-256");
        } else if (EVP_PKEY_get_security_bits(key_.get()) < least_security) {
            error(Part::key, "holds a weak key (" + std::to_string(EVP_PKEY_get_bits(key_.get())) +
                                 " bits): take RSA of 2048 bits or P-256");
        }
    }
    /// The parts together; null when there is an error.
    std::unique_ptr<SigningIdentity> finish();

  private:
    static constexpr int least_security = 112; // bits: RSA of 2048; SP 800-57 part 1, table 2

    void error(Part part, std::string message) { findings_.push_back({part, true, std::move(message)}); }
    void warning(Part part, std::string message) { findings_.push_back({part, false, std::move(message)}); }

    std::vector<Certificate> read(Part part, std::string_view pem) {
        std::optional<std::vector<Certificate>> found = read_certificates(pem);
        if (!found) {
            error(part, "holds a damaged certificate");
            return {};
        }
        if (found->empty()) {
            error(part, "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); one in DER becomes PEM "
                        "with `openssl x509 -inform DER -in OLD -out NEW`");
        }
        return std::move(*found);
    }

    void check_match() {
        const ErrorQueue errors;
        const auto fits = [&](const Certificate& each) {
            return X509_check_private_key(each.get(), key_.get()) == 1;
        };
        if (fits(leaf_)) {
            return;
        }
        error(Part::key, std::any_of(others_.begin(), others_.end(), fits)
                             ? "belongs to another certificate of the chain: put that one first"
                             : "does not belong to the certificate `" + name_of(leaf_.get()) +
                                   "`: take the key with which it was requested");
    }

    /// What a device misses in the chain, or has no use for. The root may be left out: a device that trusts
    /// it has it.
    void check_chain() {
        if (X509_self_signed(leaf_.get(), 0) != 0) {
            warning(where_,
                    "`" + name_of(leaf_.get()) +
                        "` is signed by itself: devices that were not given it show a profile as unverified");
        } else if (std::none_of(others_.begin(), others_.end(), [&](const Certificate& each) {
                       return has_issued(each.get(), leaf_.get());
                   })) {
            warning(where_, "lacks the certificate that issued `" + name_of(leaf_.get()) +
                                "`: devices will not be able to verify profiles; add the intermediate ones");
        }
        for (const Certificate& each : others_) {
            const auto is_issuer_of = [&](const Certificate& other) {
                return other != each && has_issued(each.get(), other.get());
            };
            if (!is_issuer_of(leaf_) && std::none_of(others_.begin(), others_.end(), is_issuer_of)) {
                warning(where_, "holds `" + name_of(each.get()) +
                                    "`, which issued no other certificate of the chain: leave it out");
            }
        }
    }

    std::vector<CmsSigner::Finding>& findings_;
    Certificate leaf_;
    PrivateKey key_;
    std::vector<Certificate> others_;
    Part where_ = Part::certificate; // the chain stands
};

std::unique_ptr<SigningIdentity> Loading::finish() {
    if (!findings_.empty()) {
        return nullptr; // so far there are only errors
    }
    check_match();
    check_chain();
    if (std::any_of(findings_.begin(), findings_.end(), [](const auto& each) { return each.is_error; })) {
        return nullptr;
    }
    auto out = std::make_unique<SigningIdentity>();
    out->not_before = to_time(X509_get0_notBefore(leaf_.get()));
    out->not_after = to_time(X509_get0_notAfter(leaf_.get()));
    out->leaf = std::move(leaf_);
    out->key = std::move(key_);
    for (Certificate& each : others_) {
        must(sk_X509_push(out->chain.get(), each.get()) != 0 ? each.get() : nullptr);
        (void)each.release(); // the stack's now
    }
    return out;
}

} // namespace

std::unique_ptr<SigningIdentity> read_identity(std::string_view certificate, std::string_view key,
                                               std::string_view chain,
                                               std::vector<CmsSigner::Finding>& findings) {
    Loading loading(findings);
    loading.read_certificate(certificate);
    loading.read_key(key);
    if (!chain.empty()) {
        loading.read_chain(chain);
    }
    return loading.finish();
}

} // namespace autodiscover::openssl
