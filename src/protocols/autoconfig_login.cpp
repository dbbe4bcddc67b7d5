// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/autoconfig_login.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace autodiscover {

namespace {

/// A number that JavaScript writes as it read it: no zeros in front, exact in a double.
bool is_plain_integer(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 15 && (text.front() != '0' || text == "0") &&
           std::all_of(text.begin(), text.end(), is_digit);
}

/// "0x1F", "0o17", "0b11" (ECMA-262, NonDecimalIntegerLiteral).
bool is_prefixed_number(std::string_view text) noexcept {
    if (text.size() < 3 || text[0] != '0') {
        return false;
    }
    const char prefix = to_lower(text[1]);
    const int base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 0;
    return std::all_of(text.begin() + 2, text.end(), [&](char c) {
        const int value = hex_value(c);
        return value >= 0 && value < base;
    });
}

/// Digits with sign, point and exponent (ECMA-262, StrDecimalLiteral). One that is too large for a number
/// counts too, though JavaScript leaves it alone.
bool is_decimal_number(std::string_view text) noexcept {
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    if (text.empty() ||
        !(is_digit(text.front()) || text.front() == '.')) { // from_chars() knows "inf" and "nan"
        return false;
    }
    double value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    return status != std::errc::invalid_argument && end == text.data() + text.size();
}

} // namespace

bool is_mangled_by_thunderbird(std::string_view text) noexcept {
    if (text == "true" || text == "false" || is_plain_integer(text)) {
        return false;
    }
    text = trim(text);
    return equals_ignoring_case(text, "true") || equals_ignoring_case(text, "false") ||
           is_prefixed_number(text) || is_decimal_number(text);
}

FilledText login_of_mailbox(const Account& account, const Service& service) {
    if (!account.has_own_login()) {
        return FilledText(std::string_view(account.username_template(service).text()));
    }
    FilledText login = account.username(service);
    if (!is_mangled_by_thunderbird(login)) {
        return login;
    }
    // A client's own replacement of a placeholder comes after Thunderbird's conversion. Where there is none
    // for the login name, the user sees his address refused; a 7 made of "007" could be somebody else's.
    return FilledText(login.view() == account.subject.mailbox->local_part()
                          ? std::string_view("%EMAILLOCALPART%")
                          : service.username.text());
}

} // namespace autodiscover
