// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

namespace {

/// Whom the servers know: the mailbox behind an alias.
Subject owner(const Account& account) noexcept {
    const Login* const login = account.login;
    return login != nullptr && login->alias_of ? Subject(*login->alias_of) : account.subject;
}

} // namespace

std::string Account::host(const Service& service) const {
    std::string out;
    service.host.expand(owner(*this), out);
    return out;
}

std::string Account::url(const Service& service) const {
    std::string out;
    service.url.expand(owner(*this), out);
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
    username_template(service).expand(owner(*this), out);
    return out;
}

} // namespace autodiscover
