// SPDX-License-Identifier: MIT
#include "autodiscover/config/config.hpp"

namespace autodiscover {

bool DomainTable::add(std::string_view domain) {
    return !names_.add(domain, 0).has_value();
}

bool DomainTable::add(std::string_view pattern, DomainConfig config) {
    const auto index = static_cast<std::uint32_t>(configs_.size());
    const bool covers_below = pattern.starts_with('*');
    NameTable& table = covers_below ? patterns_ : names_;
    const std::string_view name = covers_below ? pattern.substr(pattern.starts_with("*.") ? 2 : 1) : pattern;
    const std::optional<std::uint32_t> present = table.add(name, index);
    if (present.value_or(0) != 0) {
        return false;
    }
    if (present) {
        table.set(name, index);
    }
    configs_.push_back(std::move(config));
    return true;
}

void DomainTable::adopt(NameTable domains) {
    domains.set_all(0);
    names_ = std::move(domains);
}

namespace {

/// The name without its first label; "" for one label.
std::string_view parent_of(std::string_view name) noexcept {
    const std::size_t dot = name.find('.');
    return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

} // namespace

std::optional<std::uint32_t> DomainTable::find_pattern(std::string_view suffix) const noexcept {
    if (patterns_.empty()) {
        return std::nullopt;
    }
    std::optional<std::uint32_t> found = patterns_.find(suffix);
    while (!found && !suffix.empty()) {
        suffix = parent_of(suffix);
        found = patterns_.find(suffix);
    }
    return found;
}

const DomainConfig* DomainTable::find(std::string_view domain) const noexcept {
    std::optional<std::uint32_t> found = names_.find(domain);
    if (!found && !domain.empty()) {
        found = find_pattern(parent_of(domain));
    }
    return found ? &configs_[*found] : nullptr;
}

std::size_t DomainTable::count_lost(const DomainTable& after) const noexcept {
    std::size_t lost = 0;
    names_.for_each([&](std::string_view name) { lost += after.find(name) == nullptr ? 1U : 0U; });
    patterns_.for_each([&](std::string_view suffix) { lost += after.find_pattern(suffix) ? 0U : 1U; });
    return lost;
}

} // namespace autodiscover
