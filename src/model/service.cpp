// SPDX-License-Identifier: MIT
#include "autodiscover/model/service.hpp"

namespace autodiscover {

const Service* choose(std::span<const Service> services, ServiceType type) noexcept {
    const Service* best = nullptr;
    for (const Service& service : services) {
        if (service.type == type && (best == nullptr || service.transport < best->transport)) {
            best = &service;
        }
    }
    return best;
}

} // namespace autodiscover
