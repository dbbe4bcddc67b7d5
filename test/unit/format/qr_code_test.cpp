// SPDX-License-Identifier: MIT
// What the code says is read back by a decoder from the picture of a real browser, in test/web.
#include "autodiscover/format/qr_code.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <vector>

using namespace autodiscover;

namespace {

/// The picture that a path draws, a row a string; fails where the path leaves it.
std::vector<std::string> drawn(const QrCode& code) {
    const std::size_t side = code.width + 2 * quiet_zone;
    std::vector<std::string> rows(side, std::string(side, '.'));
    std::size_t x = 0;
    std::size_t y = 0;
    const char* at = code.path.c_str();
    const auto number = [&] {
        char* end = nullptr;
        const auto value = std::strtoul(at, &end, 10);
        at = end;
        return value;
    };
    while (*at != '\0') {
        const char command = *at++;
        if (command == 'M') {
            x = number();
            BOOST_REQUIRE(*at == ' ');
            y = number();
            BOOST_REQUIRE(std::string_view(at).starts_with(".5h"));
            at += 3;
        } else {
            BOOST_REQUIRE(command == 'm');
            x += number();
            BOOST_REQUIRE(std::string_view(at).starts_with(" 0h"));
            at += 3;
        }
        for (unsigned long run = number(); run > 0; --run, ++x) {
            BOOST_REQUIRE(x < side && y < side);
            rows[y][x] = '#';
        }
    }
    return rows;
}

} // namespace

BOOST_AUTO_TEST_SUITE(qr)

BOOST_AUTO_TEST_CASE(finders_stand_in_three_corners_inside_the_quiet_zone) {
    const auto code =
        qr_code("https://autodiscover.example.com/email.mobileconfig?email=alice%40example.com");
    BOOST_REQUIRE(code.has_value());
    BOOST_TEST(code->width == 37U);
    const auto rows = drawn(*code);
    constexpr std::string_view finder[] = {"#######", "#.....#", "#.###.#", "#.###.#",
                                           "#.###.#", "#.....#", "#######"};
    const std::size_t far = quiet_zone + code->width - 7;
    for (std::size_t i = 0; i < 7; ++i) {
        BOOST_TEST(rows[quiet_zone + i].substr(quiet_zone, 7) == finder[i]);
        BOOST_TEST(rows[quiet_zone + i].substr(far, 7) == finder[i]);
        BOOST_TEST(rows[far + i].substr(quiet_zone, 7) == finder[i]);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t edge = 0; edge < quiet_zone; ++edge) {
            BOOST_TEST(rows[edge][i] == '.');
            BOOST_TEST(rows[i][edge] == '.');
            BOOST_TEST(rows[rows.size() - 1 - edge][i] == '.');
            BOOST_TEST(rows[i][rows.size() - 1 - edge] == '.');
        }
    }
}

BOOST_AUTO_TEST_CASE(the_same_text_gives_the_same_code_and_another_another) {
    BOOST_TEST(qr_code("a")->path == qr_code("a")->path);
    BOOST_TEST(qr_code("a")->path != qr_code("b")->path);
    BOOST_TEST(qr_code("a")->width == 21U);
}

BOOST_AUTO_TEST_CASE(what_is_too_long_to_be_scanned_has_no_code) {
    const auto longest = qr_code(std::string(longest_qr_text, 'x'));
    BOOST_REQUIRE(longest.has_value());
    BOOST_TEST(longest->width == 57U); // version 10
    BOOST_TEST(!qr_code(std::string(longest_qr_text + 1, 'x')).has_value());
    BOOST_TEST(!qr_code("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
