// SPDX-License-Identifier: MIT
#pragma once
/// Text of JSON strings: the one escaping that answers and log lines share. Thread safety: a pure function.

#include "autodiscover/base/output.hpp"

#include <string_view>

namespace autodiscover {

/// Writes what is between the quotation marks of a string (RFC 8259 section 7). Control characters above
/// U+001F are escaped too, since some terminals obey them. JSON is UTF-8 (section 8.1): a byte that is not
/// part of any character becomes U+FFFD. In a buffer, escapes and characters are never truncated.
void put_json_text(Output& out, std::string_view text);

} // namespace autodiscover
