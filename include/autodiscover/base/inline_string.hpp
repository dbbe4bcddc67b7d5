// SPDX-License-Identifier: MIT
#pragma once
/// A string with a maximum at birth, held without allocation: names, addresses and identifiers have a length
/// that a standard bounds, and a stranger chooses their content.
/// Thread safety: a value like std::string; const use from several threads is safe.

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace autodiscover {

template <std::size_t Capacity>
class InlineString {
  public:
    static constexpr std::size_t capacity = Capacity;

    InlineString() = default;
    InlineString(const InlineString& other) noexcept { append(other.view()); }
    InlineString& operator=(const InlineString& other) noexcept {
        if (this != &other) {
            size_ = 0;
            append(other.view());
        }
        return *this;
    }
    ~InlineString() = default;

    /// Appends all of `text`, or nothing and returns false when it does not fit.
    bool append(std::string_view text) noexcept {
        if (text.size() > Capacity - size_) {
            return false;
        }
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
        size_ += text.size();
        return true;
    }
    bool append(char c) noexcept { return append(std::string_view(&c, 1)); }

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    void clear() noexcept { size_ = 0; }

    friend bool operator==(const InlineString& a, const InlineString& b) noexcept {
        return a.view() == b.view();
    }

  private:
    std::array<char, Capacity> bytes_; // written by append only: zeroing would cost more than the copy
    std::size_t size_ = 0;
};

} // namespace autodiscover
