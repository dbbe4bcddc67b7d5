// SPDX-License-Identifier: MIT
#pragma once
/// Reads a text in memory through an istream. Thread safety: none.

#include <streambuf>
#include <string_view>

namespace autodiscover {

/// Text as a stream without a copy.
class ViewBuffer final : public std::streambuf {
  public:
    explicit ViewBuffer(std::string_view text) {
        char* const begin = const_cast<char*>(text.data()); // the interface of streambuf; nobody writes
        setg(begin, begin, begin + text.size());
    }
};

} // namespace autodiscover
