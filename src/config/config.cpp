// SPDX-License-Identifier: MIT
#include "autodiscover/config/config.hpp"

namespace autodiscover {

bool Offers::add(std::string_view domain) {
    return !names_.add(domain, 0).has_value();
}

bool Offers::add(std::string_view pattern, Offer offer) {
    const auto index = static_cast<std::uint32_t>(offers_.size());
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
    offers_.push_back(std::move(offer));
    return true;
}

void Offers::adopt(NameTable domains) {
    domains.set_all(0);
    names_ = std::move(domains);
}

const Offer* Offers::find(std::string_view domain) const noexcept {
    std::optional<std::uint32_t> found = names_.find(domain);
    if (!found && !patterns_.empty()) {
        // From the longest suffix to none: the first that is there is the closest.
        while (!found && !domain.empty()) {
            const std::size_t dot = domain.find('.');
            domain = dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
            found = patterns_.find(domain);
        }
    }
    return found ? &offers_[*found] : nullptr;
}

} // namespace autodiscover
