// SPDX-License-Identifier: MIT
#pragma once
/// The PACC document of a domain ([pacc], draft-ietf-mailmaint-pacc) and the DNS record that vouches for it.
/// Both want the account of a domain, that is, one without a mailbox. Thread safety: pure functions.

#include "autodiscover/base/inline_string.hpp"
#include "autodiscover/model/directory.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// The document, byte for byte as it is sent. Nothing when the policy does not want it or pacc_obstacles()
/// says why it cannot be.
std::optional<std::string> pacc_document(const Account& account);

/// Base 64 of the SHA-256 of a document.
InlineString<44> pacc_digest(std::string_view document) noexcept;

/// Text of the TXT record at _ua-auto-config.DOMAIN: "v=UAAC1; a=sha256; d=...".
std::string pacc_txt_record(std::string_view document);

} // namespace autodiscover
