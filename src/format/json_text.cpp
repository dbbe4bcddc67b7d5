// SPDX-License-Identifier: MIT
#include "autodiscover/format/json_text.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>

namespace autodiscover {

namespace {

/// ASCII that needs no escape.
constexpr std::array<bool, 256> is_plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 0x80; ++i) {
        const char c = static_cast<char>(i);
        table[i] = !is_control(c) && c != '"' && c != '\\';
    }
    return table;
}();

/// The escape of a quotation mark, a backslash or a control character.
void put_escape(Output& out, std::string_view character) {
    constexpr std::string_view short_forms = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    if (const std::size_t at = short_forms.find(character); at != std::string_view::npos) {
        const std::array escape = {'\\', letters[at]};
        out.put_whole({escape.data(), escape.size()});
        return;
    }
    std::array<char, 6> bytes{};
    Output escape(bytes);
    escape.put("\\u00").hex(character.back()); // of U+0080 to U+009F the last byte is the number too
    out.put_whole(escape.view());
}

} // namespace

void put_json_text(Output& out, std::string_view text) {
    while (!text.empty()) {
        const auto* const special = std::find_if(
            text.begin(), text.end(), [](char c) { return !is_plain[static_cast<unsigned char>(c)]; });
        out.put({text.begin(), special});
        text.remove_prefix(static_cast<std::size_t>(special - text.begin()));
        if (text.empty()) {
            return;
        }
        std::size_t size = 0;
        if (next_code_point(text, size) < 0) {
            out.put_whole("\\ufffd");
            size = 1;
        } else if (text[0] == '"' || text[0] == '\\' || control_character_size(text) != 0) {
            put_escape(out, text.substr(0, size));
        } else {
            out.put_whole(text.substr(0, size));
        }
        text.remove_prefix(size);
    }
}

} // namespace autodiscover
