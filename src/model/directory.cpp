// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

std::string Account::host(const Service& service) const {
    std::string out;
    service.host.expand(subject, out);
    return out;
}

std::string Account::url(const Service& service) const {
    std::string out;
    service.url.expand(subject, out);
    return out;
}

const Template& Account::username_template(const Service& service) const noexcept {
    return login != nullptr && login->username ? *login->username : service.username;
}

bool Account::has_own_login() const noexcept {
    return login != nullptr && (login->alias_of || (login->username && login->username->is_literal()));
}

std::string Account::username(const Service& service) const {
    std::string out;
    const bool is_alias = login != nullptr && login->alias_of;
    username_template(service).expand(is_alias ? Subject(*login->alias_of) : subject, out);
    return out;
}

} // namespace autodiscover
