// SPDX-License-Identifier: MIT
#pragma once
/// The header fields of an answer. All go through one check, so that no value can split a field or add one.
/// Thread safety: a value.

#include "autodiscover/base/text.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace autodiscover {

/// The fields that we send, beside Content-Type and Content-Length, which serialize() writes.
enum class HeaderName : std::uint8_t {
    access_control_allow_methods,
    access_control_allow_origin,
    allow,
    cache_control,
    content_disposition,
    content_security_policy,
    etag,
    location,
    referrer_policy,
    retry_after,
    vary,
    x_content_type_options,
    x_robots_tag,
};

/// A value that is a literal, which the compiler has checked.
class HeaderConstant {
  public:
    consteval HeaderConstant(const char* text) : text_(text) { // implicit: values are written as literals
        if (has_control(text_)) {
            throw "a header value without control characters is needed here"; // at compile time: an error
        }
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

  private:
    std::string_view text_;
};

class Headers {
  public:
    Headers& add(HeaderName name, HeaderConstant value);
    /// A value that is the pieces, joined. Throws std::invalid_argument when it holds a control character
    /// (RFC 9110 section 5.5).
    Headers& add(HeaderName name, std::initializer_list<std::string_view> pieces);

    /// The value of the first field of this name; empty: there is none.
    [[nodiscard]] std::string_view find(HeaderName name) const noexcept;
    /// All of them in the order in which they were added, as lines that end with CR LF.
    [[nodiscard]] std::string_view lines() const noexcept { return lines_; }
    [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }

    friend bool operator==(const Headers&, const Headers&) = default;

  private:
    void begin_line(HeaderName name);

    std::string lines_;
};

} // namespace autodiscover
