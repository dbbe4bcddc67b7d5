// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/domain_list.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

struct Lists {
    void read(const std::string& name, std::string_view text) { lists.read(Source(report, name), text); }
    std::string findings() {
        std::string out;
        for (const Diagnostic& diagnostic : report.take()) {
            out += to_string(diagnostic) + "\n";
        }
        return out;
    }
    std::string names() {
        std::string out;
        lists.take().for_each([&](std::string_view name) { out.append(name).append(" "); });
        return out;
    }
    Report report;
    DomainLists lists;
};

} // namespace

BOOST_AUTO_TEST_SUITE(domain_list)

BOOST_AUTO_TEST_CASE(one_domain_a_line) {
    Lists lists;
    lists.read("l",
               "\xef\xbb\xbf# comment\n\n  A.example \r\nb.example.# more\n\tbücher.example\nlast.example\n");
    BOOST_TEST(lists.findings() == "");
    BOOST_TEST(lists.names() == "a.example b.example xn--bcher-kva.example last.example ");
}

BOOST_AUTO_TEST_CASE(errors_have_a_place) {
    Lists lists;
    lists.read("l", "a.example\n  a b.example\n*.example\n\nx\x01y\n\xff\nhttps://a.example\n");
    BOOST_TEST(
        lists.findings() ==
        "l:2:3: `a b.example`: the name holds a character other than letters, digits, hyphens and dots\n"
        "l:3:1: a pattern may stand under `domains` only\n"
        "l:5:1: `x?y`: the name holds a character other than letters, digits, hyphens and dots\n"
        "l:6:1: `?`: the name is not a valid internationalised domain name\n"
        "l:7:1: `https://a.example` is a URL; write the name alone\n");
}

BOOST_AUTO_TEST_CASE(what_was_not_written_to_its_end) {
    using namespace std::string_view_literals;
    Lists lists;
    lists.read("none", "");
    lists.read("cut", "a.example\nb.examp");
    lists.read("hole", "c.example\n# more\0\0\0\nd.example\n"sv);
    lists.read("comment", "# none yet\n");
    BOOST_TEST(lists.findings() ==
               "none: warning: the file is empty; no domain is listed in it\n"
               "cut:2:8: line has no line end: the file may have been cut; end it with a newline\n"
               "hole:2:7: a NUL byte; the file must be plain text\n");
}

BOOST_AUTO_TEST_CASE(the_first_place_of_a_repeated_name) {
    Lists lists;
    lists.read("one", "a.example\n\n  b.example\n");
    lists.read("comment", "# none\n");
    lists.read("empty", "");
    lists.read("two", "c.example\n\td.example # last\n");
    lists.read("three", "d.example\n  b.example\n\ta.example\nc.example\n");
    BOOST_TEST(lists.findings() == "empty: warning: the file is empty; no domain is listed in it\n"
                                   "three:1:1: warning: `d.example` is listed already, in two line 2\n"
                                   "three:2:3: warning: `b.example` is listed already, in one line 3\n"
                                   "three:3:2: warning: `a.example` is listed already, in one line 1\n"
                                   "three:4:1: warning: `c.example` is listed already, in two line 1\n");
}

BOOST_AUTO_TEST_CASE(repetition_is_harmless_and_warned_about) {
    Lists lists;
    lists.read("one", "a.example\nb.example\n");
    lists.read("two", "c.example\nB.example\nc.example\n");
    BOOST_TEST(lists.findings() == "two:2:1: warning: `B.example` is listed already, in one line 2\n"
                                   "two:3:1: warning: `c.example` is listed already, in two line 1\n");
    BOOST_TEST(lists.names() == "a.example b.example c.example ");
}

BOOST_AUTO_TEST_SUITE_END()
