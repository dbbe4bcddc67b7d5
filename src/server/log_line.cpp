// SPDX-License-Identifier: MIT
#include "autodiscover/server/log_line.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <charconv>
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

/// Two lower-case hexadecimal digits.
struct Hex {
    explicit Hex(char c) noexcept
        : digits{"0123456789abcdef"[static_cast<unsigned char>(c) >> 4U],
                 "0123456789abcdef"[static_cast<unsigned char>(c) & 15U]} {}
    [[nodiscard]] std::string_view view() const noexcept { return {digits, 2}; }
    char digits[2];
};

/// The octets of the first character; 0 where no well-formed UTF-8 stands.
std::size_t character_size(std::string_view text) noexcept {
    for (std::size_t size = 1; size <= std::min<std::size_t>(text.size(), 4); ++size) {
        if (is_utf8(text.substr(0, size))) {
            return size;
        }
    }
    return 0;
}

} // namespace

/// A few moves where `text` is a constant and fits, as in every line of a request.
[[gnu::always_inline]] inline LogLine& LogLine::put(std::string_view text) noexcept {
    if (text.size() > room()) [[unlikely]] {
        text = text.substr(0, room());
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
    } else {
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
    }
    size_ += text.size();
    return *this;
}

template <std::integral T>
inline LogLine& LogLine::number(T value) noexcept {
    const auto [end, error] =
        std::to_chars(bytes_.data() + size_, bytes_.data() + bytes_.size() - reserve, value);
    if (error == std::errc()) {
        size_ = static_cast<std::size_t>(end - bytes_.data());
    }
    return *this;
}

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
        put(word.priority);
    }
    if (format_ == LogFormat::json) {
        put(R"({"time":")").put(time).put(R"(","level":")").put(word.name).put("\"");
        return;
    }
    if (!journal) {
        put(time).put(" ");
    }
    put(word.name).put(": ");
}

LogLine& LogLine::message(std::string_view text) noexcept {
    if (format_ == LogFormat::json) {
        put(R"(,"message":")");
        put_json(text);
        // Room for these is always kept.
        bytes_[size_++] = '"';
    } else {
        put_escaped(text);
    }
    return *this;
}

LogLine& LogLine::request(const RequestEntry& entry) noexcept {
    const auto us = entry.duration.count();
    if (format_ == LogFormat::json) {
        put(R"(,"route":")").put(entry.route).put(R"(","status":)").number(entry.status);
        put(R"(,"bytes":)").number(entry.bytes).put(R"(,"microseconds":)").number(us);
        return entry.remark.empty() ? *this : put(R"(,"remark":")").put(entry.remark).put("\"");
    }
    put(entry.route).put(" ").number(entry.status).put(" ").number(entry.bytes).put(" bytes ");
    number(us).put(" us");
    return entry.remark.empty() ? *this : put(", ").put(entry.remark);
}

std::string_view LogLine::end() noexcept {
    if (format_ == LogFormat::json) {
        bytes_[size_++] = '}';
    }
    bytes_[size_++] = '\n';
    return {bytes_.data(), size_};
}

/// False, and nothing is written, when it does not fit: half an escape is none.
bool LogLine::put_whole(std::string_view text) noexcept {
    if (text.size() > room()) {
        return false;
    }
    put(text);
    return true;
}

/// An event is one line, and a terminal shows it as it is, whatever a file name holds.
void LogLine::put_escaped(std::string_view raw) noexcept {
    while (!raw.empty()) {
        const std::size_t control = control_character_size(raw);
        const std::string_view octets = raw.substr(0, std::max<std::size_t>(control, 1));
        if (control == 0) {
            put(octets);
        } else if (octets == "\n") {
            put("\\n");
        } else {
            for (const char octet : octets) {
                put("\\x").put(Hex(octet).view());
            }
        }
        raw.remove_prefix(octets.size());
    }
}

/// The inside of a string of RFC 8259 section 7. JSON is UTF-8 (section 8.1), so an octet that is none
/// becomes U+FFFD.
void LogLine::put_json(std::string_view raw) noexcept {
    for (bool fits = true; fits && !raw.empty();) {
        const char c = raw[0];
        const std::size_t size = character_size(raw);
        if (size == 0) {
            fits = put_whole("\\ufffd");
        } else if (c == '"' || c == '\\') {
            const char pair[] = {'\\', c};
            fits = put_whole({pair, 2});
        } else if (control_character_size(raw) != 0) {
            const Hex hex(raw[size - 1]); // of U+0080 to U+009F the last octet is the number, too
            const char escape[] = {'\\', 'u', '0', '0', hex.digits[0], hex.digits[1]};
            fits = put_whole({escape, sizeof escape});
        } else {
            fits = put_whole(raw.substr(0, size));
        }
        raw.remove_prefix(std::max<std::size_t>(size, 1));
    }
}

} // namespace autodiscover
