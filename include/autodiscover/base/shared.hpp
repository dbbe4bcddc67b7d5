// SPDX-License-Identifier: MIT
#pragma once
/// A value that is copied often and never changed after: ten thousand domains share one object. Thread
/// safety: that of std::shared_ptr<const T>; the value itself never changes.

#include <memory>
#include <type_traits>
#include <utility>

namespace autodiscover {

/// Like std::optional<const T>, but a copy costs two words and no allocation.
template <typename T>
class Shared {
  public:
    Shared() = default; // holds nothing
    Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}
    template <typename U>
    requires(std::is_convertible_v<const U&, T> && !std::is_same_v<U, T>) Shared(const U& value)
        : Shared(T(value)) {}

    [[nodiscard]] bool has_value() const noexcept { return value_ != nullptr; }
    explicit operator bool() const noexcept { return has_value(); }
    /// Precondition: has_value().
    const T& operator*() const noexcept { return *value_; }
    const T* operator->() const noexcept { return value_.get(); }
    void reset() noexcept { value_.reset(); }

  private:
    std::shared_ptr<const T> value_;
};

} // namespace autodiscover
