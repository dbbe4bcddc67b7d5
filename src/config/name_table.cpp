// SPDX-License-Identifier: MIT
#include "autodiscover/config/name_table.hpp"

#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>

namespace autodiscover {

namespace {

std::uint32_t hash_of(std::string_view name) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
}

} // namespace

std::size_t NameTable::slot_of(std::string_view name, std::uint32_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].offset != 0 && (slots_[at].hash != hash || name_at(slots_[at].offset) != name)) {
        at = (at + 1) & mask;
    }
    return at;
}

void NameTable::grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
        if (slot.offset != 0) {
            std::size_t at = slot.hash & mask;
            while (slots_[at].offset != 0) {
                at = (at + 1) & mask;
            }
            slots_[at] = slot;
        }
    }
}

std::optional<std::uint32_t> NameTable::add(std::string_view name, std::uint32_t value) {
    if (name.size() > longest_name || names_.size() > std::numeric_limits<std::uint32_t>::max() - 256) {
        throw std::length_error("a name or the table of names is too long");
    }
    if (3 * (size_ + 1) > 2 * slots_.size()) {
        grow();
    }
    const std::uint32_t hash = hash_of(name);
    Slot& slot = slots_[slot_of(name, hash)];
    if (slot.offset != 0) {
        return slot.value;
    }
    const auto offset = static_cast<std::uint32_t>(names_.size());
    names_ += static_cast<char>(name.size());
    names_ += name;
    slot = {offset, hash, value};
    ++size_;
    return std::nullopt;
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const noexcept {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const Slot& slot = slots_[slot_of(name, hash_of(name))];
    return slot.offset == 0 ? std::nullopt : std::optional<std::uint32_t>(slot.value);
}

void NameTable::set(std::string_view name, std::uint32_t value) noexcept {
    slots_[slot_of(name, hash_of(name))].value = value;
}

void NameTable::set_all(std::uint32_t value) noexcept {
    for (Slot& slot : slots_) {
        slot.value = value;
    }
}

} // namespace autodiscover
