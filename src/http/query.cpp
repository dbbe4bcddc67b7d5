// SPDX-License-Identifier: MIT
#include "autodiscover/http/query.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// What stands before the first separator; `rest` is what stands behind it.
template <typename IsSeparator>
std::string_view cut(std::string_view& rest, IsSeparator is_separator) noexcept {
    const char* const end = std::find_if(rest.begin(), rest.end(), is_separator);
    const std::string_view piece(rest.begin(), end);
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    return piece;
}

} // namespace

std::string percent_decode(std::string_view text) {
    std::string out(text);
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 &&
                               hex_value(text[i + 2]) >= 0;
        out[size++] =
            is_escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
        i += is_escape ? 2 : 0;
    }
    out.resize(size);
    return out;
}

std::string plain_address(std::string decoded) {
    if (has_only_encoded_at(decoded)) {
        decoded = percent_decode(decoded);
    }
    const std::string_view address = trim(decoded);
    return address.size() == decoded.size() ? std::move(decoded) : std::string(address);
}

bool has_only_encoded_at(std::string_view text) noexcept {
    if (text.find('@') != std::string_view::npos) { // nearly always
        return false;
    }
    for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%')) {
        text.remove_prefix(i + 1);
        while (text.starts_with("25")) { // "%25" is a "%"
            text.remove_prefix(2);
        }
        if (text.starts_with("40")) {
            return true;
        }
    }
    return false;
}

std::optional<QueryParameter> take_parameter(std::string_view& query) noexcept {
    if (query.empty()) {
        return std::nullopt;
    }
    std::string_view value = cut(query, [](char c) { return c == '&' || c == ';'; });
    const std::string_view key = cut(value, [](char c) { return c == '='; });
    return QueryParameter{key, value};
}

namespace {

/// The value as it was sent.
std::optional<std::string_view> raw_parameter(std::string_view query,
                                              std::initializer_list<std::string_view> names) noexcept {
    while (const std::optional<QueryParameter> parameter = take_parameter(query)) {
        if (std::any_of(names.begin(), names.end(),
                        [&](std::string_view name) { return equals_ignoring_case(parameter->key, name); })) {
            return parameter->value;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> query_parameter(std::string_view query,
                                           std::initializer_list<std::string_view> names) {
    const std::optional<std::string_view> raw = raw_parameter(query, names);
    return raw ? std::optional(percent_decode(*raw)) : std::nullopt;
}

std::optional<std::string> form_parameter(std::string_view body,
                                          std::initializer_list<std::string_view> names) {
    const std::optional<std::string_view> raw = raw_parameter(body, names);
    if (!raw) {
        return std::nullopt;
    }
    std::string value(*raw);
    std::replace(value.begin(), value.end(), '+', ' ');
    return percent_decode(value);
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(3 * text.size());
    for (const char c : text) {
        if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            const auto octet = static_cast<unsigned char>(c);
            out += '%';
            out += digits[octet >> 4U];
            out += digits[octet & 15U];
        }
    }
    return out;
}

} // namespace autodiscover
