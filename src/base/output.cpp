// SPDX-License-Identifier: MIT
#include "autodiscover/base/output.hpp"

#include <algorithm>

namespace autodiscover {

void Output::reserve(std::size_t size) {
    if (!is_bounded_) {
        text_.reserve(size);
    }
}

Output& Output::hex(char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    return put(digits[value >> 4U]).put(digits[value & 15U]);
}

Output& Output::put_whole(std::string_view text) {
    if (is_bounded_ && text.size() > static_cast<std::size_t>(limit_ - cursor_)) {
        put_slowly({});
        return *this;
    }
    return put(text);
}

char* Output::room(std::size_t size) {
    if (size > static_cast<std::size_t>(limit_ - cursor_) && !is_bounded_ && size <= gathered_.size()) {
        flush();
    }
    return size <= static_cast<std::size_t>(limit_ - cursor_) ? cursor_ : nullptr;
}

std::string_view Output::view() {
    if (is_bounded_) {
        return {begin_, cursor_};
    }
    flush();
    return text_;
}

std::string Output::take() {
    flush();
    return std::move(text_);
}

/// There is no room for all of it.
void Output::put_slowly(std::string_view text) {
    if (is_bounded_) {
        const std::size_t fitting = std::min(text.size(), static_cast<std::size_t>(limit_ - cursor_));
        cursor_ = std::copy_n(text.data(), fitting, cursor_);
        limit_ = cursor_; // a shorter text that follows must not take the place of this one
        return;
    }
    flush();
    if (text.size() > gathered_.size()) {
        text_.append(text);
    } else {
        put(text);
    }
}

void Output::flush() {
    text_.append(begin_, cursor_);
    cursor_ = begin_;
}

} // namespace autodiscover
