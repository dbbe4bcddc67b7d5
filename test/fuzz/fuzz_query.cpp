// SPDX-License-Identifier: MIT
// A name and a query: parameters are found as a second, plainer reading of the rules finds them.
#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

int hexadecimal(char c) {
    const std::string_view digits = "0123456789abcdef";
    const std::size_t at = digits.find(to_lower(c));
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && hexadecimal(text[i + 1]) >= 0 &&
                               hexadecimal(text[i + 2]) >= 0;
        if (is_escape) {
            out += static_cast<char>(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The value of the first parameter of that name, as sent.
std::optional<std::string> find(std::string_view query, std::string_view name) {
    while (true) {
        const std::size_t end = std::min(query.find_first_of("&;"), query.size());
        const std::string_view pair = query.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (equals_ignoring_case(pair.substr(0, equals), name)) {
            return std::string(pair.substr(std::min(equals + 1, pair.size())));
        }
        if (end == query.size()) {
            return std::nullopt;
        }
        query.remove_prefix(end + 1);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::string_view name = input.take(input.octet() % 16);
    const std::string_view query = input.rest();

    const std::string decoded = percent_decode(query);
    require(decoded == decode(query), "escapes are decoded once", decoded);

    const bool is_name = !name.empty() && name.find_first_of("&;=%") == std::string_view::npos;
    if (is_name) { // a name with an escape in it is nothing that we look for
        const auto expected = find(query, name);
        const auto value = query_parameter(query, {name});
        require(value.has_value() == expected.has_value() &&
                    value.value_or("") == decode(expected.value_or("")),
                "the first parameter of a name is found, and decoded", value.value_or("nothing"));
    }
    return 0;
}
