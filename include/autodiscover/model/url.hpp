// SPDX-License-Identifier: MIT
#pragma once
/// An absolute https URL (RFC 3986). It is parsed once; no other code looks for the parts of one. Thread
/// safety: a value.

#include "autodiscover/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace autodiscover {

class Url {
  public:
    /// The text is kept byte for byte. The host is not checked: a configuration may hold U-labels or
    /// %EMAILDOMAIN% there. A user name, a password and an IPv6 address are refused.
    static Result<Url> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    operator std::string_view() const noexcept { return text_; } // implicit: a text like any other
    [[nodiscard]] std::string_view host() const noexcept { return authority().substr(0, host_size_); }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; } // 443 where none is written
    /// Host and, where it is written, port.
    [[nodiscard]] std::string_view authority() const noexcept;
    /// Scheme and authority.
    [[nodiscard]] std::string_view origin() const noexcept;
    /// Without query and fragment; "" where none is written.
    [[nodiscard]] std::string_view path() const noexcept;
    /// Path, query and fragment.
    [[nodiscard]] std::string_view tail() const noexcept;

    /// Whether a client that is at that host (a Host header) and path arrives there again. The case of
    /// letters, the default port, the dot at the end of a name, query and fragment make no difference.
    [[nodiscard]] bool leads_to(std::string_view host, std::string_view path) const noexcept;
    /// The same with another authority. Precondition: a host, and a port if there is a colon.
    [[nodiscard]] Url with_authority(std::string_view authority) const;

    friend bool operator==(const Url& a, const Url& b) noexcept { return a.text_ == b.text_; }

  private:
    Url(std::string text, std::size_t host_size, std::size_t authority_size, std::uint16_t port) noexcept;

    std::string text_;
    std::size_t host_size_;
    std::size_t authority_size_;
    std::uint16_t port_;
};

/// The text begins as an https URL does.
bool has_https_scheme(std::string_view text) noexcept;
/// The text is meant as a URL of some scheme.
bool has_any_scheme(std::string_view text) noexcept;
/// No byte must be percent-encoded in a URL.
bool is_url_text(std::string_view text) noexcept;

} // namespace autodiscover
