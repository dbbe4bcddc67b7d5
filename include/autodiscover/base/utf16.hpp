// SPDX-License-Identifier: MIT
#pragma once
/// From UTF-16 to UTF-8. Thread safety: a pure function.

#include <string>
#include <string_view>

namespace autodiscover {

/// Appends `text` as UTF-8; half a surrogate pair becomes U+FFFD. (Xerces' XMLString::transcode converts to
/// the locale's encoding, and its UTF-8 sibling allocates twice.)
void append_utf8(std::u16string_view text, std::string& out);

} // namespace autodiscover
