// SPDX-License-Identifier: MIT
#include "autodiscover/model/service.hpp"

#include <algorithm>

namespace autodiscover {

bool is_password(Authentication authentication) noexcept {
    return authentication == Authentication::password_cleartext ||
           authentication == Authentication::password_encrypted;
}

Authentication told_authentication(const AuthenticationList& list) noexcept {
    const auto* found = std::find_if(list.begin(), list.end(), is_password);
    if (found == list.end()) {
        found = std::find_if(list.begin(), list.end(),
                             [](Authentication each) { return each != Authentication::oauth2; });
    }
    return found != list.end() ? *found : Authentication::oauth2;
}

const Service* choose(std::span<const Service> services, ServiceType type) noexcept {
    const Service* best = nullptr;
    for (const Service& service : services) {
        if (service.type == type && (best == nullptr || service.transport < best->transport)) {
            best = &service;
        }
    }
    return best;
}

std::vector<const Service*> ranked(std::span<const Service> services, ServiceType type) {
    std::vector<const Service*> found;
    for (const Service& service : services) {
        if (service.type == type) {
            found.push_back(&service);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Service* a, const Service* b) { return a->transport < b->transport; });
    return found;
}

} // namespace autodiscover
