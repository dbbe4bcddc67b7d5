// SPDX-License-Identifier: MIT
#pragma once
/// Text of XML and HTML documents: the one escaping that all their writers share.
/// Thread safety: pure functions.

#include "autodiscover/base/output.hpp"

#include <string_view>

namespace autodiscover {

/// Writes `text` so that it is read back unchanged, in an element as in a quoted attribute. Throws
/// std::invalid_argument where `text` has characters that XML 1.0 cannot carry (production [2] Char) or is
/// not UTF-8.
void put_xml_text(Output& out, std::string_view text);

} // namespace autodiscover
