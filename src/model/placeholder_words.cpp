// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholder_words.hpp"

#include "autodiscover/base/closest_word.hpp"
#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::string_view address = placeholder_names[0], local_part = placeholder_names[1],
                           domain = placeholder_names[2];

constexpr std::array<std::string_view, 3> plain_names = {"emailaddress", "emaillocalpart", "emaildomain"};

/// What others call them, in lower case and without anything but letters and digits.
constexpr auto foreign_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"u", address}, // Dovecot; the local part is its %n
    {"s", address}, // Postfix
    {"email", address},
    {"mail", address},
    {"address", address},
    {"mailaddress", address},
    {"mailbox", address},
    {"recipient", address},
    {"user", address},
    {"username", address},
    {"useremail", address},
    {"userprincipalname", address},
    {"login", address},
    {"account", address},
    {"n", local_part},
    {"localpart", local_part},
    {"local", local_part},
    {"emailuser", local_part},
    {"mailuser", local_part},
    {"userpart", local_part},
    {"d", domain},
    {"domain", domain},
    {"domainname", domain},
    {"domainpart", domain},
    {"maildomain", domain},
    {"userdomain", domain},
});

bool is_word_character(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '_';
}

std::size_t word_end(std::string_view text, std::size_t from) noexcept {
    while (from < text.size() && is_word_character(text[from])) {
        ++from;
    }
    return from;
}

/// "{name}", "{{ name }}", "{name" from the brace at `open` on; the name is empty when something else is
/// there.
PlaceholderWord in_braces(std::string_view text, std::size_t open) noexcept {
    const std::size_t begin = std::min(text.find_first_not_of("{ ", open), text.size());
    std::size_t end = begin;
    while (end < text.size() && (is_word_character(text[end]) ||
                                 std::string_view(".-:").find(text[end]) != std::string_view::npos)) {
        ++end;
    }
    const std::string_view name = text.substr(begin, end - begin);
    const std::size_t close = text.find_first_not_of(' ', end);
    if (name.empty()) {
        return {};
    }
    if (close == std::string_view::npos || text[close] != '}') {
        return {end, name, false};
    }
    return {std::min(text.find_first_not_of('}', close), text.size()), name, true};
}

} // namespace

PlaceholderWord placeholder_word(std::string_view text) noexcept {
    constexpr std::size_t longest = 64;
    text = text.substr(0, longest); // so that a text of signs costs no more than its length
    if (text.front() == '{') {
        return in_braces(text, 0);
    }
    if (text.substr(1).starts_with('{')) {
        return in_braces(text, 1);
    }
    const std::size_t end = word_end(text, 1);
    const bool is_percent = text.front() == '%';
    if (end == 1 || (!is_percent && is_digit(text[1]))) { // "$1" is an amount
        return {};
    }
    const bool is_closed = is_percent && end > 2 && text.substr(end).starts_with('%');
    return {is_closed ? end + 1 : end, text.substr(1, end - 1), is_closed};
}

std::string_view meant_placeholder(std::string_view name) {
    std::string plain = lower_case(name);
    std::erase_if(plain, [](char c) { return !is_letter(c) && !is_digit(c); });
    for (const auto& [theirs, ours] : foreign_names) {
        if (plain == theirs) {
            return ours;
        }
    }
    const auto* meant = std::find_if(plain_names.begin(), plain_names.end(), [&](std::string_view ours) {
        return plain.starts_with(ours); // the second percent sign is missing
    });
    if (meant == plain_names.end()) {
        meant = std::find(plain_names.begin(), plain_names.end(), closest_word(plain_names, plain));
    }
    return meant == plain_names.end()
               ? std::string_view()
               : placeholder_names[static_cast<std::size_t>(meant - plain_names.begin())];
}

} // namespace autodiscover
