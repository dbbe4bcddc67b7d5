// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/zone_file.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

/// As long as the autoconfig document may be kept.
constexpr std::string_view time_to_live = "3600";

constexpr std::size_t longest_string = 255; // RFC 1035 section 3.3

/// `text` filled up to a column's width, and at least one space before the next.
void append_column(std::string& out, std::string_view text, std::size_t width) {
    out.append(text).append(std::max(width, text.size()) + 1 - text.size(), ' ');
}

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
    std::size_t start_width = 0;
    std::size_t type_width = std::string_view("CNAME").size(); // the same in nearly all zones
    for (const Line& line : lines_) {
        start_width = std::max(start_width, line.type.empty() ? 0 : line.start.size());
        type_width = std::max(type_width, line.type.size());
    }
    std::string out;
    for (const Line& line : lines_) {
        if (line.type.empty()) {
            out.append(line.start);
        } else {
            append_column(out, line.start, start_width);
            out.append(time_to_live).append(" IN ");
            append_column(out, line.type, type_width);
            out.append(line.data);
        }
        out.append("\n");
    }
    return out;
}

} // namespace autodiscover
