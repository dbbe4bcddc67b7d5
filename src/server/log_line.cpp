// SPDX-License-Identifier: MIT
#include "autodiscover/server/log_line.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/json_text.hpp"

#include <algorithm>
#include <cstring>

namespace autodiscover {

namespace {

struct Word {
    std::string_view name;
    std::string_view priority; // syslog(3) levels, as sd-daemon(3) writes them
};

constexpr Word word_of(Severity severity) noexcept {
    switch (severity) {
    case Severity::debug:
        return {"debug", "<7>"};
    case Severity::info:
        return {"info", "<6>"};
    case Severity::notice:
        return {"notice", "<5>"};
    case Severity::warning:
        return {"warning", "<4>"};
    case Severity::error:
        break;
    }
    return {"error", "<3>"};
}

void put_digits(char* to, unsigned value, unsigned width) noexcept {
    for (; width > 0; value /= 10) {
        to[--width] = static_cast<char>('0' + value % 10);
    }
}

/// An event is one line, and a terminal shows it as it is, whatever a file name holds.
void put_escaped(Output& out, std::string_view raw) {
    while (!raw.empty()) {
        const std::size_t control = control_character_size(raw);
        const std::string_view bytes = raw.substr(0, std::max<std::size_t>(control, 1));
        if (control == 0) {
            out.put(bytes);
        } else if (bytes == "\n") {
            out.put("\\n");
        } else {
            for (const char byte : bytes) {
                out.put("\\x").hex(byte);
            }
        }
        raw.remove_prefix(bytes.size());
    }
}

} // namespace

std::string_view TimeStamp::text(std::chrono::system_clock::time_point now) noexcept {
    using namespace std::chrono;
    const auto second = floor<seconds>(now);
    if (second != second_) {
        second_ = second;
        write_second();
    }
    put_digits(text_.data() + 20, static_cast<unsigned>(floor<milliseconds>(now - second).count()), 3);
    return {text_.data(), size};
}

/// Not gmtime_r: glibc's takes a lock that all threads share.
void TimeStamp::write_second() noexcept {
    using namespace std::chrono;
    const auto day = floor<days>(second_);
    const year_month_day date{day};
    const hh_mm_ss<seconds> time{second_ - day};
    std::memcpy(text_.data(), "0000-00-00T00:00:00.000Z", size);
    put_digits(text_.data(), static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put_digits(text_.data() + 5, static_cast<unsigned>(date.month()), 2);
    put_digits(text_.data() + 8, static_cast<unsigned>(date.day()), 2);
    put_digits(text_.data() + 11, static_cast<unsigned>(time.hours().count()), 2);
    put_digits(text_.data() + 14, static_cast<unsigned>(time.minutes().count()), 2);
    put_digits(text_.data() + 17, static_cast<unsigned>(time.seconds().count()), 2);
}

LogLine::LogLine(LogFormat format, bool journal, Severity severity, std::string_view time) noexcept
    : format_(format) {
    const Word word = word_of(severity);
    if (journal) {
        out_.put(word.priority);
    }
    if (format_ == LogFormat::json) {
        out_.put(R"({"time":")").put(time).put(R"(","level":")").put(word.name).put("\"");
        return;
    }
    if (!journal) {
        out_.put(time).put(" ");
    }
    out_.put(word.name).put(": ");
}

LogLine& LogLine::message(std::string_view text) noexcept {
    if (format_ == LogFormat::json) {
        out_.put(R"(,"message":")");
        put_json_text(out_, text);
        has_message_ = true;
    } else {
        put_escaped(out_, text);
    }
    return *this;
}

LogLine& LogLine::request(const RequestEntry& entry) noexcept {
    const auto us = entry.duration.count();
    const bool has_remark = !entry.remark.empty();
    if (format_ == LogFormat::json) {
        out_.put(R"(,"route":")").put(entry.route).put(R"(","status":)").number(entry.status);
        out_.put(R"(,"bytes":)").number(entry.bytes).put(R"(,"microseconds":)").number(us);
        out_.put(has_remark ? R"(,"remark":")" : "").put(entry.remark).put(has_remark ? "\"" : "");
        return *this;
    }
    out_.put(entry.route).put(" ").number(entry.status).put(" ").number(entry.bytes).put(" bytes ");
    out_.number(us).put(" us").put(has_remark ? ", " : "").put(entry.remark);
    return *this;
}

std::string_view LogLine::end() noexcept {
    char* end = bytes_.data() + out_.size(); // there is always room for these
    if (has_message_) {
        *end++ = '"';
    }
    if (format_ == LogFormat::json) {
        *end++ = '}';
    }
    *end++ = '\n';
    return {bytes_.data(), end};
}

} // namespace autodiscover
