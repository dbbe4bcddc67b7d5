// SPDX-License-Identifier: MIT
#pragma once
/// A day of the calendar, and its two forms in text: "2030-12-31", where the separator is "-", and
/// "20301231", where it is "". Thread safety: pure functions.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

using Date = std::chrono::year_month_day;

/// Nothing when it is not a day that exists in exactly this form.
std::optional<Date> read_date(std::string_view text, std::string_view separator) noexcept;
/// Precondition: a year from 0 to 9999.
std::string write_date(const Date& date, std::string_view separator);

} // namespace autodiscover
