// SPDX-License-Identifier: MIT
#pragma once
/// Text under construction. Every writer (XML, HTML, plist, JSON, HTTP head, log line) appends to one of
/// these. Thread safety: none; one belongs to one answer or one line.

#include <array>
#include <charconv>
#include <concepts>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace autodiscover {

class Output {
  public:
    /// Grows as needed, and appends to `start`.
    explicit Output(std::string start = {}) noexcept
        : text_(std::move(start)), begin_(gathered_.data()), cursor_(begin_),
          limit_(begin_ + gathered_.size()) {}
    /// Fills `buffer`, which must outlive it, and never allocates. Text that does not fit is cut off there,
    /// and nothing follows it.
    explicit Output(std::span<char> buffer) noexcept
        : begin_(buffer.data()), cursor_(begin_), limit_(begin_ + buffer.size()), is_bounded_(true) {}
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() = default;

    /// Makes room for `size` bytes in all, so that they need one allocation. Without effect on a buffer.
    void reserve(std::size_t size);

    // Inline, because most texts are constants of the caller: each becomes a comparison and a few moves.

    [[gnu::always_inline]] Output& put(std::string_view text) {
        if (text.size() > static_cast<std::size_t>(limit_ - cursor_)) [[unlikely]] {
            put_slowly(text);
        } else if (!text.empty()) { // an empty view may be null, which memcpy must not get
            std::memcpy(cursor_, text.data(), text.size());
            cursor_ += text.size();
        }
        return *this;
    }
    Output& put(char c) { return put(std::string_view(&c, 1)); }
    [[gnu::always_inline]] Output& spaces(std::size_t count) {
        constexpr std::size_t block = 32; // written at once, whatever the count: cheaper than a loop
        if (count <= block && block <= static_cast<std::size_t>(limit_ - cursor_)) [[likely]] {
            std::memset(cursor_, ' ', block);
            cursor_ += count;
            return *this;
        }
        return put(std::string(count, ' '));
    }
    /// In decimal.
    template <std::integral T>
    Output& number(T value) {
        char digits[24];
        return put({digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
    }
    /// Two lower-case hexadecimal digits.
    Output& hex(char byte);
    /// All of `text`, or nothing where a buffer has no room for it: escapes and characters are never
    /// truncated.
    Output& put_whole(std::string_view text);

    /// Where `size` bytes can be written, of which advance() then keeps some; null where that is not
    /// possible.
    [[nodiscard]] char* room(std::size_t size);
    void advance(std::size_t size) noexcept { cursor_ += size; }

    /// What was written so far; valid until more is written.
    [[nodiscard]] std::string_view view();
    [[nodiscard]] std::size_t size() const noexcept {
        return text_.size() + static_cast<std::size_t>(cursor_ - begin_);
    }
    /// The text, once; not for a buffer.
    [[nodiscard]] std::string take();

  private:
    void put_slowly(std::string_view text);
    void flush();

    // Pieces are gathered here: appending each to a string would cost several times its copy.
    std::array<char, 1024> gathered_; // not zeroed; unused where the caller gave a buffer
    std::string text_;                // what came before
    char* begin_;
    char* cursor_;
    char* limit_;
    bool is_bounded_ = false;
};

} // namespace autodiscover
