// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/profile_signature.hpp"

#include "autodiscover/format/cms_signer.hpp"
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace autodiscover {

// Each profile is signed when it is asked for, and none is kept: certificates live for weeks, and whoever
// installs a profile after the end of its certificate sees an unsigned one.
Response signed_profile(Response response, const MobileconfigPolicy& policy, const Request& request) {
    if (response.status != 200 || policy.signer == nullptr) {
        return response;
    }
    const CmsSigner& signer = *policy.signer;
    const auto time = std::chrono::floor<std::chrono::seconds>(request.time);
    const bool is_valid = signer.not_before() <= time && time <= signer.not_after();
    if (is_valid && request.method == Method::head) {
        response.has_length = false; // RFC 9110 section 8.6: it may be left out, not be wrong
        return response;
    }
    std::optional<std::string> message = is_valid ? signer.sign(response.body, time) : std::nullopt;
    if (message) {
        response.body = *std::move(message); // the content type is the same for both forms
        return response;
    }
    if (policy.refuse_unsigned) {
        response = Response::text(503, "The profile cannot be signed at the moment; try again later.");
    }
    response.remark =
        is_valid ? "not signed: OpenSSL failed" : "not signed: the certificate is not valid at this time";
    return response;
}

} // namespace autodiscover
