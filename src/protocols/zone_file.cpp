// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/zone_file.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// As long as the autoconfig document may be kept.
constexpr std::string_view time_to_live = "3600";

constexpr std::size_t longest_string = 255; // RFC 1035 section 3.3

/// A character of a quoted string (RFC 1035 section 5.1).
void append_quoted(std::string& out, char c) {
    if (c == '"' || c == '\\') {
        out.append(1, '\\').append(1, c);
    } else if (is_control(c) || static_cast<unsigned char>(c) >= 0x80) {
        const std::string digits = std::to_string(static_cast<unsigned char>(c));
        out.append("\\").append(3 - digits.size(), '0').append(digits);
    } else {
        out += c;
    }
}

} // namespace

void ZoneFile::comment(std::string_view text) {
    lines_.push_back({"; " + std::string(text), {}, {}});
}

void ZoneFile::gap() {
    lines_.push_back({});
}

void ZoneFile::record(const std::string& owner, std::string_view type, std::string data) {
    lines_.push_back({owner + ".", type, std::move(data)});
}

void ZoneFile::suggestion(const std::string& owner, std::string_view type, std::string data) {
    lines_.push_back({";" + owner + ".", type, std::move(data)});
}

void ZoneFile::txt(const std::string& owner, std::string_view text) {
    std::string data = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i != 0 && i % longest_string == 0) {
            data.append("\" \"");
        }
        append_quoted(data, text[i]);
    }
    record(owner, "TXT", data.append("\""));
}

std::string ZoneFile::text() const {
    std::size_t width = 0;
    for (const Line& line : lines_) {
        width = std::max(width, line.type.empty() ? 0 : line.start.size());
    }
    std::string out;
    for (const Line& line : lines_) {
        out.append(line.start);
        if (!line.type.empty()) {
            out.append(width + 1 - line.start.size(), ' ').append(time_to_live).append(" IN ");
            out.append(line.type).append(6 - line.type.size(), ' ').append(line.data);
        }
        out.append("\n");
    }
    return out;
}

} // namespace autodiscover
