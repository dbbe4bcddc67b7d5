// SPDX-License-Identifier: MIT
#pragma once
/// Signs with a certificate and its key, as Cryptographic Message Syntax (CMS SignedData, RFC 5652) with the
/// content and the certificates inside, in DER. Thread safety: constant after load(); any number of threads
/// may sign with one signer.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

class CmsSigner {
  public:
    /// Of what a finding is about.
    enum class Part { certificate, key, chain };
    /// A clause to stand behind the name of the part's file: "holds no certificate in PEM". Never with a
    /// secret in it.
    struct Finding {
        Part part;
        bool is_error;
        std::string message;
    };
    struct Loaded {
        std::shared_ptr<const CmsSigner> signer; // null exactly when a finding is an error
        std::vector<Finding> findings;
    };

    /// Reads PEM: the signer's certificate, which others may follow, its key (RSA or elliptic curve, not
    /// encrypted; the text is wiped) and further certificates, or "". Nobody is ever asked for a passphrase.
    /// Dates are not judged.
    static Loaded load(std::string_view certificate, std::string key, std::string_view chain);

    ~CmsSigner();
    CmsSigner(const CmsSigner&) = delete;
    CmsSigner& operator=(const CmsSigner&) = delete;

    /// The first and the last second at which the certificate is valid.
    [[nodiscard]] std::chrono::sys_seconds not_before() const noexcept;
    [[nodiscard]] std::chrono::sys_seconds not_after() const noexcept;

    /// The signed content. `time` becomes the signing time. Nothing when OpenSSL fails.
    [[nodiscard]] std::optional<std::string> sign(std::string_view content,
                                                  std::chrono::sys_seconds time) const;

  private:
    struct State;
    explicit CmsSigner(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

} // namespace autodiscover
