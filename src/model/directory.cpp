// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

FilledText Account::host(const Service& service) const {
    return service.host.fill(owner());
}

FilledText Account::url(const Service& service) const {
    return service.url.fill(owner());
}

Subject Account::owner() const noexcept {
    return login != nullptr && login->alias_of ? Subject(*login->alias_of) : subject;
}

const Template& Account::username_template(const Service& service) const noexcept {
    return login != nullptr && login->username ? *login->username : service.username;
}

bool Account::has_own_login() const noexcept {
    return login != nullptr && (login->alias_of || (login->username && login->username->is_literal()));
}

FilledText Account::username(const Service& service) const {
    return username_template(service).fill(owner());
}

} // namespace autodiscover
