// SPDX-License-Identifier: MIT
#include "autodiscover/model/date.hpp"

#include <algorithm>
#include <charconv>

namespace autodiscover {

namespace {

/// Takes a number of exactly `size` digits from the front of a text.
std::optional<unsigned> take_number(std::string_view& text, std::size_t size) noexcept {
    unsigned number = 0;
    const char* const end = text.data() + size;
    if (text.size() < size) {
        return std::nullopt;
    }
    const auto [stop, status] = std::from_chars(text.data(), end, number);
    text.remove_prefix(size);
    return status == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<unsigned> take_part(std::string_view& text, std::string_view separator) noexcept {
    if (!text.starts_with(separator)) {
        return std::nullopt;
    }
    text.remove_prefix(separator.size());
    return take_number(text, 2);
}

void append_digits(std::string& out, unsigned number, std::size_t size) {
    const std::string digits = std::to_string(number);
    out.append(size - std::min(size, digits.size()), '0').append(digits);
}

} // namespace

std::optional<Date> read_date(std::string_view text, std::string_view separator) noexcept {
    const auto year = take_number(text, 4);
    const auto month = take_part(text, separator);
    const auto day = take_part(text, separator);
    if (!year || !month || !day || !text.empty()) {
        return std::nullopt;
    }
    const Date date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                    std::chrono::day(*day));
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::string write_date(const Date& date, std::string_view separator) {
    std::string out;
    append_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_digits(out.append(separator), static_cast<unsigned>(date.month()), 2);
    append_digits(out.append(separator), static_cast<unsigned>(date.day()), 2);
    return out;
}

} // namespace autodiscover
