// SPDX-License-Identifier: MIT
#include "autodiscover/cli/console.hpp"

#include "redirected.hpp"

#include <stdexcept>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// What `body` writes to `stream`.
template <typename Body>
std::string written(std::FILE* stream, Body body) {
    const Folder folder;
    {
        const Redirected redirected(stream, folder.path("out"));
        body();
    }
    return content(folder.path("out"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(console)

BOOST_AUTO_TEST_CASE(every_byte_is_printed) {
    using namespace std::string_view_literals;
    BOOST_TEST(written(stdout, [] { BOOST_TEST(print("a\0b\n"sv) == exit_ok); }) == "a\0b\n"sv);
}

BOOST_AUTO_TEST_CASE(a_complaint_has_a_prefix) {
    BOOST_TEST(written(stderr, [] { BOOST_TEST(complain(exit_data, "no") == exit_data); }) ==
               "autodiscover: no\n");
}

// "Could not tell" has an exit status of its own: a script must not take it for "not served".
BOOST_AUTO_TEST_CASE(an_unavailable_directory_is_not_an_unknown_domain) {
    BOOST_TEST(written(stderr, [] { BOOST_TEST(complain_of_unavailable("a.example") == exit_temporary); }) ==
               "autodiscover: a.example cannot be looked up at the moment; try again later\n");
}

BOOST_AUTO_TEST_CASE(warnings_can_be_left_out) {
    const std::vector<Diagnostic> findings = {{true, "f", 1, 2, "wrong"}, {false, "f", 3, 4, "odd"}};
    BOOST_TEST(written(stderr, [&] { print_findings(findings, Findings::errors); }) == "f:1:2: wrong\n");
    BOOST_TEST(written(stderr, [&] { print_findings(findings, Findings::all); }) ==
               "f:1:2: wrong\nf:3:4: warning: odd\n");
}

BOOST_AUTO_TEST_CASE(a_configuration_with_errors_has_no_directory) {
    const Folder folder;
    folder.write("good", right).write("bad", "provider:\n");
    BOOST_TEST(load_directory(folder.path("good")) != nullptr);
    const std::string said =
        written(stderr, [&] { BOOST_TEST(load_directory(folder.path("bad")) == nullptr); });
    BOOST_TEST(said.starts_with(folder.path("bad") + ":"), said);
}

BOOST_AUTO_TEST_CASE(a_program_ends_with_a_message_and_not_with_an_exception) {
    BOOST_TEST(run_program(7, nullptr, [](int argc, char**) { return argc; }) == 7);
    const std::string said = written(stderr, [] {
        const int status =
            run_program(0, nullptr, [](int, char**) -> int { throw std::runtime_error("no"); });
        BOOST_TEST(status == exit_software);
    });
    BOOST_TEST(said == "autodiscover: no\n");
}

BOOST_AUTO_TEST_SUITE_END()
