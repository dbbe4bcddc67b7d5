// SPDX-License-Identifier: MIT
#include "autodiscover/model/domain.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <idn2.h>
#include <memory>
#include <new>
#include <string>

namespace autodiscover {

namespace {

constexpr std::size_t longest_label = 63;
/// A U-label takes at most four times the octets of its A-label; more can only be an attack on the converter.
constexpr std::size_t longest_input = 4 * Domain::Text::capacity;

/// What each octet of a name is written as; 0 for those that no name has.
constexpr std::array<char, 256> name_octets = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const char c = static_cast<char>(i);
        table[i] = is_letter(c) || is_digit(c) || c == '-' || c == '.' ? to_lower(c) : '\0';
    }
    return table;
}();

/// What is wrong with a label that consists of the right octets, or null.
constexpr const char* fault_of(std::string_view label) noexcept {
    if (label.empty()) {
        return "a label of the name is empty";
    }
    if (label.size() > longest_label) {
        return "a label of the name is longer than 63 characters";
    }
    if (label.front() == '-') {
        return "a label of the name begins with a hyphen";
    }
    return label.back() == '-' ? "a label of the name ends with a hyphen" : nullptr;
}

} // namespace

Result<Domain> Domain::parse_ascii(std::string_view text) {
    if (text.ends_with('.')) {
        text.remove_suffix(1);
    }
    if (text.empty()) {
        return Error{"the name is empty"};
    }
    std::array<char, Text::capacity>
        octets; // gathers: an append() an octet would cost more than all the rest
    if (text.size() > octets.size()) {
        return Error{"the name is longer than 253 characters"};
    }
    std::transform(text.begin(), text.end(), octets.begin(),
                   [](char c) { return name_octets[static_cast<unsigned char>(c)]; });
    const std::string_view name(octets.data(), text.size());
    if (name.find('\0') != std::string_view::npos) {
        return Error{"the name holds a character other than letters, digits, hyphens and dots"};
    }
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t dot = std::min(name.find('.', at), name.size());
        if (const char* const fault = fault_of(name.substr(at, dot - at))) {
            return Error{fault};
        }
        at = dot + 1;
    }
    Domain domain;
    domain.text_.append(name);
    return domain;
}

Result<Domain> Domain::parse(std::string_view text) {
    if (is_ascii(text)) {
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
    if (status == IDN2_MALLOC) {
        throw std::bad_alloc(); // the name may be good
    }
    if (status != IDN2_OK) {
        return Error{std::string("the name is not a valid internationalised domain name: ") +
                     idn2_strerror(status)};
    }
    return parse_ascii(converted);
}

} // namespace autodiscover
