// SPDX-License-Identifier: MIT
#include "autodiscover/server/log.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Pipe {
    Pipe() { BOOST_REQUIRE(pipe2(ends, O_CLOEXEC) == 0); }
    ~Pipe() {
        close(ends[0]);
        close(ends[1]);
    }
    std::string read_some() const {
        char text[65536];
        const ssize_t size =
            is_readable(ends[0], std::chrono::milliseconds(0)) ? read(ends[0], text, sizeof text) : 0;
        return {text, static_cast<std::size_t>(size)};
    }
    int ends[2];
};

/// "2026-07-01T12:34:56.789Z ", which only its form is checked of.
std::string without_time(std::string line) {
    BOOST_REQUIRE(line.size() > 25);
    for (std::size_t i = 0; i < 24; ++i) {
        line[i] = line[i] >= '0' && line[i] <= '9' ? '9' : line[i];
    }
    BOOST_TEST(line.substr(0, 25) == "9999-99-99T99:99:99.999Z ");
    return line.substr(25);
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(one_line_an_event) {
    const Pipe out;
    Log log(out.ends[1], false);
    log.warning("path /a\nb\x1b[31m\x7f");
    BOOST_TEST(without_time(out.read_some()) == "warning: path /a\\nb\\x1b[31m\\x7f\n");
    log.request("autoconfig", 200, 1312, std::chrono::microseconds(23));
    BOOST_TEST(without_time(out.read_some()) == "info: autoconfig 200 1312 bytes 23 us\n");
    log.request("outlook", 500, 0, std::chrono::microseconds(5));
    BOOST_TEST(without_time(out.read_some()) == "error: outlook 500 0 bytes 5 us\n");
    log.request("mobileconfig", 200, 9, std::chrono::microseconds(5), "not signed");
    BOOST_TEST(without_time(out.read_some()) == "warning: mobileconfig 200 9 bytes 5 us, not signed\n");
    log.request("mobileconfig", 503, 9, std::chrono::microseconds(5), "not signed");
    BOOST_TEST(without_time(out.read_some()) == "error: mobileconfig 503 9 bytes 5 us, not signed\n");
}

BOOST_AUTO_TEST_CASE(the_journal_is_told_the_priority) {
    const Pipe out;
    Log log(out.ends[1], true);
    log.error("a");
    log.warning("b");
    log.notice("c");
    log.info("d");
    BOOST_TEST(out.read_some() == "<3>error: a\n<4>warning: b\n<5>notice: c\n<6>info: d\n");
}

BOOST_AUTO_TEST_CASE(the_journal_is_known_by_device_and_inode) {
    const Pipe out;
    struct stat status {};
    BOOST_REQUIRE(fstat(out.ends[1], &status) == 0);
    const std::string right = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    BOOST_TEST(Log::is_journal(out.ends[1], right.c_str()));
    BOOST_TEST(!Log::is_journal(out.ends[1], (right + "0").c_str()));
    BOOST_TEST(!Log::is_journal(out.ends[1],
                                (std::to_string(status.st_dev + 1) + right.substr(right.find(':'))).c_str()));
    BOOST_TEST(!Log::is_journal(-1, right.c_str()));
    BOOST_TEST(!Log::is_journal(out.ends[1], "garbage"));
    BOOST_TEST(!Log::is_journal(out.ends[1], nullptr));
}

BOOST_AUTO_TEST_CASE(levels) {
    const Pipe out;
    Log log(out.ends[1], true);
    log.configure({Severity::warning, true});
    log.notice("a");
    log.request("autoconfig", 200, 1, std::chrono::microseconds(1));
    BOOST_TEST(out.read_some() == "");
    log.request("autoconfig", 500, 1, std::chrono::microseconds(1));
    BOOST_TEST(out.read_some() == "<3>error: autoconfig 500 1 bytes 1 us\n");
    log.configure({Severity::info, false});
    log.request("autoconfig", 200, 1, std::chrono::microseconds(1));
    BOOST_TEST(out.read_some() == "");
    log.request("autoconfig", 200, 1, std::chrono::microseconds(1), "odd");
    BOOST_TEST(out.read_some() == "<4>warning: autoconfig 200 1 bytes 1 us, odd\n");
}

BOOST_AUTO_TEST_CASE(json_by_configuration) {
    const Pipe out;
    Log log(out.ends[1], false);
    log.configure({Severity::info, true, LogFormat::json});
    log.warning("a \"b\"\n");
    const std::string line = out.read_some();
    BOOST_TEST(line.starts_with(R"({"time":")"));
    BOOST_TEST(line.ends_with(R"(Z","level":"warning","message":"a \"b\"\n"})"
                              "\n"));
    log.request("autoconfig", 200, 1312, std::chrono::microseconds(23));
    BOOST_TEST(out.read_some().ends_with(
        R"("level":"info","route":"autoconfig","status":200,"bytes":1312,"microseconds":23})"
        "\n"));
    log.request("mobileconfig", 200, 9, std::chrono::microseconds(5), "not signed");
    BOOST_TEST(out.read_some().ends_with(
        R"("level":"warning","route":"mobileconfig","status":200,"bytes":9,"microseconds":5,"remark":"not signed"})"
        "\n"));
    log.configure({});
    log.warning("b");
    BOOST_TEST(without_time(out.read_some()) == "warning: b\n");
}

/// A thread remembers the second that it wrote last, and others of it.
BOOST_AUTO_TEST_CASE(the_time_is_now) {
    const Pipe out;
    Log log(out.ends[1], false);
    for (int i = 0; i < 3; ++i) {
        const std::time_t before = std::time(nullptr);
        log.warning("a");
        const std::time_t after = std::time(nullptr);
        std::tm parts{};
        BOOST_REQUIRE(strptime(out.read_some().c_str(), "%Y-%m-%dT%H:%M:%S", &parts) != nullptr);
        const std::time_t said = timegm(&parts);
        BOOST_TEST(said >= before);
        BOOST_TEST(said <= after);
        BOOST_REQUIRE(eventually([&] { return std::time(nullptr) > after; }));
    }
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_and_stays_one_line) {
    const Pipe out;
    Log log(out.ends[1], true);
    log.error(std::string(10000, 'x'));
    const std::string line = out.read_some();
    BOOST_TEST(line.size() > 4090U);
    BOOST_TEST(line.size() <= 4096U);
    BOOST_TEST(line.find('\n') == line.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_full_pipe_loses_lines_and_says_so) {
    const Pipe out;
    Log log(out.ends[1], true);
    for (int i = 0; i < 5000; ++i) { // 64 KiB hold some 3,000
        log.error("line of some length");
    }
    BOOST_TEST((fcntl(out.ends[1], F_GETFL) & O_NONBLOCK) == 0, "the shared description was changed");
    while (!out.read_some().empty()) {
    }
    log.error("after");
    const std::string text = out.read_some();
    BOOST_TEST(text.starts_with("<4>warning: "));
    BOOST_TEST(text.ends_with(" log lines were lost\n<3>error: after\n"));
    log.error("again");
    BOOST_TEST(out.read_some() == "<3>error: again\n");
}

BOOST_AUTO_TEST_CASE(a_full_socket_does_not_block) {
    SocketPair pair;
    Log log(pair.ends[0], true);
    for (int i = 0; i < 20000; ++i) {
        log.error("line of some length");
    }
    BOOST_TEST((fcntl(pair.ends[0], F_GETFL) & O_NONBLOCK) == 0);
    pair.close_end(1);
    log.error("nobody hears"); // no SIGPIPE
}

BOOST_AUTO_TEST_CASE(no_target_is_no_error) {
    Log closed(-1, false);
    closed.error("x");
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    Log log(full, false);
    log.error("x");
    close(full);
}

BOOST_AUTO_TEST_SUITE_END()
