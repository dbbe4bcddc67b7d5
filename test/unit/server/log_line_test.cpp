// SPDX-License-Identifier: MIT
#include "autodiscover/server/log_line.hpp"

#include "autodiscover/base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace autodiscover;
using namespace std::chrono;
using namespace std::string_literals;

namespace {

constexpr std::string_view noon = "2026-07-01T12:00:00.000Z";

std::string message(LogFormat format, bool journal, std::string_view text) {
    return std::string(LogLine(format, journal, Severity::warning, noon).message(text).end());
}

/// The message of a JSON line, read by another's parser.
std::string read_back(std::string_view text) {
    const std::string line = message(LogFormat::json, false, text);
    BOOST_TEST(line.size() <= PIPE_BUF);
    BOOST_TEST(line.find('\n') == line.size() - 1);
    const auto object = nlohmann::json::parse(line);
    BOOST_TEST(object.size() == 3U);
    BOOST_TEST(object["time"].get<std::string>() == noon);
    BOOST_TEST(object["level"].get<std::string>() == "warning");
    return object["message"].get<std::string>();
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_line)

BOOST_AUTO_TEST_CASE(a_time_is_right_whatever_was_written_before) {
    TimeStamp stamp;
    const auto at = [&](milliseconds since_1970) {
        return stamp.text(system_clock::time_point(duration_cast<system_clock::duration>(since_1970)));
    };
    const auto day = [](int y, unsigned m, unsigned d) {
        return duration_cast<milliseconds>(
            sys_days(year(y) / month(m) / std::chrono::day(d)).time_since_epoch());
    };
    const auto new_year = day(2027, 1, 1);
    BOOST_TEST(at(new_year - 1ms) == "2026-12-31T23:59:59.999Z");
    BOOST_TEST(at(new_year) == "2027-01-01T00:00:00.000Z");
    BOOST_TEST(at(new_year + 7ms) == "2027-01-01T00:00:00.007Z"); // the second that is remembered
    BOOST_TEST(at(new_year + 999ms) == "2027-01-01T00:00:00.999Z");
    BOOST_TEST(at(new_year + 80ms) == "2027-01-01T00:00:00.080Z");  // back in the same second
    BOOST_TEST(at(new_year - 920ms) == "2026-12-31T23:59:59.080Z"); // back over a second, a day, a year
    BOOST_TEST(at(new_year + 10 * 365 * 24h) == "2036-12-29T00:00:00.000Z");
    BOOST_TEST(at(day(2028, 2, 29) + 23h + 4min + 5s) == "2028-02-29T23:04:05.000Z");
    BOOST_TEST(at(0ms) == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(at(-1ms) == "1969-12-31T23:59:59.999Z");
}

BOOST_AUTO_TEST_CASE(text) {
    BOOST_TEST(message(LogFormat::text, false, "path /a\nb\x1b[31m\x7f \"q\"") ==
               std::string(noon) + " warning: path /a\\nb\\x1b[31m\\x7f \"q\"\n");
    BOOST_TEST(message(LogFormat::text, true, "x") == "<4>warning: x\n");
    BOOST_TEST(message(LogFormat::text, true, "B\xc3\x9b \xc2\x9b[31m\xc2\xa0") ==
               "<4>warning: B\xc3\x9b \\xc2\\x9b[31m\xc2\xa0\n");
}

BOOST_AUTO_TEST_CASE(json) {
    BOOST_TEST(message(LogFormat::json, false, "x") ==
               R"({"time":"2026-07-01T12:00:00.000Z","level":"warning","message":"x"})"
               "\n");
    BOOST_TEST(message(LogFormat::json, true, "x") ==
               R"(<4>{"time":"2026-07-01T12:00:00.000Z","level":"warning","message":"x"})"
               "\n");
    LogLine line(LogFormat::json, false, Severity::error, noon);
    BOOST_TEST(line.request({"json", 500, 1312, 23us}).end() ==
               R"({"time":"2026-07-01T12:00:00.000Z","level":"error","route":"json","status":500,)"
               R"("bytes":1312,"microseconds":23})"
               "\n");
}

BOOST_AUTO_TEST_CASE(json_carries_any_text) {
    std::string all_ascii;
    for (int c = 0; c < 128; ++c) {
        all_ascii += static_cast<char>(c);
    }
    for (const std::string& text :
         {""s, all_ascii, "\\\"\\\\\""s, "Bücher \u20ac \U0001F600"s, "\xc2\x85\xe2\x80\xa8"s}) {
        BOOST_TEST(read_back(text) == text);
    }
    // What is no UTF-8: an octet alone, a cut character, an overlong form, a surrogate.
    BOOST_TEST(read_back("a\xff") == "a\ufffd");
    BOOST_TEST(read_back("a\xe2\x82") == "a\ufffd\ufffd");
    BOOST_TEST(read_back("\xc0\xaf.") == "\ufffd\ufffd.");
    BOOST_TEST(read_back("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");
    const std::string line = message(LogFormat::json, false, all_ascii);
    BOOST_TEST(!has_control(line.substr(0, line.size() - 1)));
    BOOST_TEST(message(LogFormat::json, false, "\xc2\x9b[31m").ends_with("\"message\":\"\\u009b[31m\"}\n"));
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_and_stays_whole) {
    BOOST_TEST(message(LogFormat::text, true, std::string(10000, 'x')).size() <= PIPE_BUF);
    for (const std::string& piece : {"x"s, "\""s, "\n"s, "\xff"s, "\u20ac"s, "\U0001F600"s}) {
        for (std::size_t shift = 0; shift < 7; ++shift) { // the cut falls on every octet of a piece
            std::string text(shift, 'x');
            while (text.size() < 2 * PIPE_BUF) {
                text += piece;
            }
            const std::string back = read_back(text);
            BOOST_TEST(back.size() > 500U);
            if (piece != "\xff") {
                BOOST_TEST(text.starts_with(back));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_severity_has_its_words) {
    const auto line = [](Severity severity) {
        return std::string(LogLine(LogFormat::text, true, severity, noon).message("x").end());
    };
    BOOST_TEST(line(Severity::debug) == "<7>debug: x\n");
    BOOST_TEST(line(Severity::info) == "<6>info: x\n");
    BOOST_TEST(line(Severity::notice) == "<5>notice: x\n");
    BOOST_TEST(line(Severity::warning) == "<4>warning: x\n");
    BOOST_TEST(line(Severity::error) == "<3>error: x\n");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_full_stays_one_line) {
    const std::string route(2 * PIPE_BUF, 'x');
    for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
        for (const std::string_view remark : {"", "why"}) {
            LogLine line(format, false, Severity::info, noon);
            const std::string_view text = line.request({route, 200, 1, 1us, remark}).message("\x01\n").end();
            BOOST_TEST(text.size() <= PIPE_BUF);
            BOOST_TEST(text.find('\n') == text.size() - 1);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
