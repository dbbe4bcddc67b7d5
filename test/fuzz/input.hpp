// SPDX-License-Identifier: MIT
#pragma once
/// Cuts the octets of a fuzzer into choices and texts. What is used up reads as zeros and empty texts.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace autodiscover::fuzz {

class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

    [[nodiscard]] bool is_empty() const noexcept { return rest_.empty(); }

    std::uint8_t octet() noexcept {
        const std::string_view one = take(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }
    /// 0 to 65535.
    std::size_t number() noexcept {
        const std::size_t high = octet();
        return high << 8U | octet();
    }
    /// At most 255 octets: its length stands before it.
    std::string_view text() noexcept { return take(octet()); }
    std::string_view take(std::size_t size) noexcept {
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest() noexcept { return take(rest_.size()); }

  private:
    std::string_view rest_;
};

} // namespace autodiscover::fuzz

/// A target; libFuzzer calls it, or replay.cpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
