// SPDX-License-Identifier: MIT
#pragma once
/// A hash table from names to numbers, made for a million domains: all names lie in one buffer, a name costs
/// its length and about 25 octets. Thread safety: const use from several threads is safe.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

class NameTable {
  public:
    static constexpr std::size_t longest_name = 255;

    /// Adds a name. When it is there already: changes nothing and returns its value.
    /// Throws std::length_error for a longer name, and when the buffer is full (4 GiB).
    std::optional<std::uint32_t> add(std::string_view name, std::uint32_t value);
    /// Without allocation; the cost does not depend on the number of names.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const noexcept;
    /// Changes the value of a name. Precondition: it is there.
    void set(std::string_view name, std::uint32_t value) noexcept;
    /// Gives every name the same value.
    void set_all(std::uint32_t value) noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Calls `visit(std::string_view)` for every name, in the order in which they were added.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t at = first; at < names_.size();) {
            const std::string_view name = name_at(at);
            visit(name);
            at += 1 + name.size();
        }
    }

  private:
    static constexpr std::size_t first = 1; // offset 0 marks a free slot

    struct Slot {
        std::uint32_t offset = 0; // of the length octet in front of the name
        std::uint32_t hash = 0;
        std::uint32_t value = 0;
    };
    [[nodiscard]] std::string_view name_at(std::size_t offset) const noexcept {
        return {names_.data() + offset + 1, static_cast<unsigned char>(names_[offset])};
    }
    /// The slot of a name, or the free one where it belongs. Precondition: slots_ is not empty.
    [[nodiscard]] std::size_t slot_of(std::string_view name, std::uint32_t hash) const noexcept;
    void grow();

    std::string names_ = std::string(first, '\0');
    std::vector<Slot> slots_; // a power of two, at most two thirds full, linear probing
    std::size_t size_ = 0;
};

} // namespace autodiscover
