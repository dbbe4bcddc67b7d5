// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

const Services& Account::services() const noexcept {
    const AccountLogin& login = current();
    return login.services != nullptr ? *login.services : *config.services;
}

const Login* Account::login() const noexcept {
    const Shared<Login>& login = current().login;
    return login ? &*login : nullptr;
}

Account Account::anyone() const {
    Account copy = *this;
    copy.subject.mailbox = nullptr;
    copy.login_of_mailbox = {};
    return copy;
}

FilledText Account::host(const Service& service) const {
    return service.host.fill(owner());
}

FilledText Account::url(const Service& service) const {
    return service.url.fill(owner());
}

Subject Account::owner() const noexcept {
    const Login* const own = login();
    return own != nullptr && own->alias_of ? Subject(*own->alias_of) : subject;
}

const Template& Account::username_template(const Service& service) const noexcept {
    const Login* const own = login();
    return own != nullptr && own->username ? *own->username : service.username;
}

bool Account::has_own_login() const noexcept {
    const Login* const own = login();
    return own != nullptr && (own->alias_of || (own->username && own->username->is_literal()));
}

FilledText Account::username(const Service& service) const {
    return username_template(service).fill(owner());
}

} // namespace autodiscover
