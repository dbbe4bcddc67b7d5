// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/diagnostic.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(diagnostic)

BOOST_AUTO_TEST_CASE(compiler_style) {
    BOOST_TEST(to_string({true, "f", 3, 5, "wrong"}) == "f:3:5: wrong");
    BOOST_TEST(to_string({false, "f", 3, 5, "odd"}) == "f:3:5: warning: odd");
    BOOST_TEST(to_string({true, "f", 0, 0, "cannot be read"}) == "f: cannot be read");
}

BOOST_AUTO_TEST_CASE(quoted_text_cannot_hurt_a_terminal) {
    BOOST_TEST(quote("a") == "`a`");
    BOOST_TEST(quote("a\x1b[31m\nb\x7f") == "`a?[31m?b?`");
    BOOST_TEST(quote("a\xc2\x9b[31m\xc2\x80\xc2\xa0") == "`a?[31m?\xc2\xa0`");
    BOOST_TEST(quote("\xff\xfe\xc2\x9b") == "`????`");
    BOOST_TEST(quote("ü") == "`ü`");
    BOOST_TEST(quote(std::string(100, 'x')) == "`" + std::string(80, 'x') + "...`");
    BOOST_TEST(quote(std::string(79, 'x') + "üyz") == "`" + std::string(79, 'x') + "...`");
}

BOOST_AUTO_TEST_CASE(findings_come_in_order) {
    Report report;
    const Source first(report, "z");
    const Source second(report, "a");
    second.error({1, 1}, "4");
    first.error({2, 1}, "3");
    first.warning({1, 2}, "2");
    first.error({1, 1}, "1");
    BOOST_TEST(report.has_errors());
    std::string order;
    for (const Diagnostic& found : report.take()) {
        order += found.message;
    }
    BOOST_TEST(order == "1234");
    BOOST_TEST(!report.has_errors());
    BOOST_TEST(report.take().empty());
}

BOOST_AUTO_TEST_CASE(warnings_do_not_hide_errors) {
    Report report;
    const Source source(report, "f");
    for (std::uint32_t line = 1; line <= 500; ++line) {
        source.warning({line, 1}, "odd");
    }
    source.error({501, 1}, "wrong");
    const std::vector<Diagnostic> all = report.take();
    BOOST_REQUIRE(all.size() == Report::most_findings + 2);
    BOOST_TEST(all[Report::most_findings].message == "wrong");
    BOOST_TEST(all.back().message == "and 300 findings more");
}

BOOST_AUTO_TEST_SUITE_END()
