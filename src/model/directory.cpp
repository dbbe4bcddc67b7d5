// SPDX-License-Identifier: MIT
#include "autodiscover/model/directory.hpp"

namespace autodiscover {

namespace {

std::string_view filled_in(const Template& text, const Account& account, std::string& space) {
    if (text.is_literal()) { // nearly always
        return text.text();
    }
    space.clear();
    text.expand(account.owner(), space);
    return space;
}

} // namespace

std::string_view Account::host(const Service& service, std::string& space) const {
    return filled_in(service.host, *this, space);
}

std::string Account::host(const Service& service) const {
    std::string space;
    return std::string(host(service, space));
}

std::string_view Account::url(const Service& service, std::string& space) const {
    return filled_in(service.url, *this, space);
}

std::string Account::url(const Service& service) const {
    std::string space;
    return std::string(url(service, space));
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

std::string Account::username(const Service& service) const {
    std::string out;
    username_template(service).expand(owner(), out);
    return out;
}

} // namespace autodiscover
