// SPDX-License-Identifier: MIT
#pragma once
/// A value or the reason why there is none. What a stranger can cause is a value, never an exception
/// (g++ 12 has no std::expected). Thread safety: a value like any other.

#include <string>
#include <utility>
#include <variant>

namespace autodiscover {

/// Why something could not be had, as one English clause without a full stop: "the domain is empty".
struct Error {
    std::string message;
};

template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T&& value) : state_(std::in_place_index<0>, std::move(value)) {} // implicit: `return value;`
    Result(const T& value) : state_(std::in_place_index<0>, value) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {} // implicit: `return Error{..};`

    [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// The value. Precondition: ok(); throws std::bad_variant_access otherwise.
    [[nodiscard]] T& operator*() { return std::get<0>(state_); }
    [[nodiscard]] const T& operator*() const { return std::get<0>(state_); }
    [[nodiscard]] T* operator->() { return &std::get<0>(state_); }
    [[nodiscard]] const T* operator->() const { return &std::get<0>(state_); }

    /// The reason. Precondition: !ok(); throws std::bad_variant_access otherwise.
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

  private:
    std::variant<T, Error> state_;
};

} // namespace autodiscover
