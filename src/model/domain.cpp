// SPDX-License-Identifier: MIT
#include "autodiscover/model/domain.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <idn2.h>
#include <memory>
#include <string>

namespace autodiscover {

namespace {

constexpr std::size_t longest_label = 63;
/// A U-label takes at most four times the octets of its A-label; more can only be an attack on the converter.
constexpr std::size_t longest_input = 4 * Domain::Text::capacity;

} // namespace

Result<Domain> Domain::parse_ascii(std::string_view text) {
    if (text.ends_with('.')) {
        text.remove_suffix(1);
    }
    Domain domain;
    std::size_t label = 0; // octets of the label so far
    char previous = '.';
    for (const char c : text) {
        if (c == '.') {
            if (label == 0 || previous == '-') {
                return Error{label == 0 ? "a label of the name is empty"
                                        : "a label of the name ends with a hyphen"};
            }
            label = 0;
        } else {
            if (!is_letter(c) && !is_digit(c) && c != '-') {
                return Error{"the name holds a character other than letters, digits, hyphens and dots"};
            }
            if (c == '-' && label == 0) {
                return Error{"a label of the name begins with a hyphen"};
            }
            if (++label > longest_label) {
                return Error{"a label of the name is longer than 63 characters"};
            }
        }
        if (!domain.text_.append(to_lower(c))) {
            return Error{"the name is longer than 253 characters"};
        }
        previous = c;
    }
    if (label == 0 || previous == '-') {
        return Error{domain.text_.empty() ? "the name is empty" : "the name ends with a dot or a hyphen"};
    }
    return domain;
}

Result<Domain> Domain::parse(std::string_view text) {
    if (std::none_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return parse_ascii(text);
    }
    if (text.size() > longest_input || !is_utf8(text) || text.find('\0') != std::string_view::npos) {
        return Error{"the name is not a valid internationalised domain name"};
    }
    char* converted = nullptr;
    const int status =
        idn2_to_ascii_8z(std::string(text).c_str(), &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(converted,
                                                            [](void* memory) { idn2_free(memory); });
    if (status != IDN2_OK) {
        return Error{std::string("the name is not a valid internationalised domain name: ") +
                     idn2_strerror(status)};
    }
    return parse_ascii(converted);
}

} // namespace autodiscover
