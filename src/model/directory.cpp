// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

std::string Account::host(const Service& service) const {
    std::string out;
    service.host.expand(subject, out);
    return out;
}

std::string Account::username(const Service& service) const {
    std::string out;
    service.username.expand(subject, out);
    return out;
}

} // namespace autodiscover
