// SPDX-License-Identifier: MIT
#include "autodiscover/model/mailbox.hpp"

#include "autodiscover/base/characters.hpp"
#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

constexpr std::size_t longest_address = 320; // 64 + "@" + 255: RFC 5321 section 4.5.3.1

/// atext of RFC 5322 section 3.2.3, the dot, and whatever is not ASCII (RFC 6531 section 3.3).
constexpr bool is_dot_string_octet(char c) noexcept {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool is_dot_string(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), is_dot_string_octet) && !has_deceptive_character(text);
}

} // namespace

Result<Mailbox> Mailbox::parse(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0) {
        return Error{at == 0 ? "the address has nothing before the @" : "the address has no @"};
    }
    const std::string_view local = text.substr(0, at);
    if (local.size() > longest_local_part) {
        return Error{"the part before the @ is longer than 64 octets"};
    }
    if (!is_dot_string(local)) {
        return Error{"the part before the @ holds a character that an address cannot have"};
    }
    const Result<Domain> domain = Domain::parse(text.substr(at + 1));
    if (!domain) {
        return Error{"the part behind the @ is no domain: " + domain.error().message};
    }
    Mailbox mailbox;
    mailbox.at_ = at;
    mailbox.text_.append(local);
    mailbox.text_.append('@');
    mailbox.text_.append(domain->view());
    return mailbox;
}

bool is_deceptive_address(std::string_view text) noexcept {
    const std::string_view local = text.substr(0, text.rfind('@'));
    const auto has_blank = [&] {
        return local.find(' ') != std::string_view::npos && !local.starts_with('"');
    };
    return local.size() < text.size() &&
           (has_control(local) || has_blank() || has_deceptive_character(local)) && is_utf8(local);
}

std::optional<Domain> domain_of_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || text.size() > longest_address || has_control(text) ||
        !is_utf8(text)) {
        return std::nullopt;
    }
    Result<Domain> domain = Domain::parse(text.substr(at + 1));
    return domain ? std::optional<Domain>(*domain) : std::nullopt;
}

} // namespace autodiscover
