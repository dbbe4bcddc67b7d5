// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/text_file.hpp"

#include "unit/config/folder.hpp"

#include <atomic>
#include <chrono>
#include <sys/stat.h>
#include <thread>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(text_file)

BOOST_AUTO_TEST_CASE(read_file_takes_regular_files_only) {
    const Folder folder;
    folder.write("f", "abc").write("empty", "");
    BOOST_TEST(*read_file(folder.path("f"), 3) == "abc");
    BOOST_TEST(*read_file(folder.path("empty"), 0) == "");
    BOOST_TEST(read_file(folder.path("f"), 2).error().message == "is longer than 0 MiB");
    BOOST_TEST(!read_file("/dev/null", 100).ok());
    BOOST_TEST(!read_file(folder.path(""), 100).ok());
    BOOST_TEST(!read_file(folder.path("f/g"), 100).ok());
    BOOST_TEST(read_file("/proc/self/status", 1U << 20U).ok()); // a regular file that claims to be empty
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_is_read_is_refused) {
    const Folder folder;
    folder.write("f", std::string(1U << 20U, 'x'));
    std::atomic<bool> done = false;
    std::thread writer([&] { // in place: the size is the same, the time of the change is not
        std::ofstream out(folder.path("f"), std::ios::binary | std::ios::in);
        while (!done) {
            out.seekp(0) << "y";
            out.flush();
        }
    });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    std::string message;
    while (message.empty() && std::chrono::steady_clock::now() < end) {
        const Result<std::string> text = read_file(folder.path("f"), 1U << 20U);
        message = text ? "" : text.error().message;
    }
    done = true;
    writer.join();
    BOOST_TEST(message.starts_with("it changed while it was read"), message);
}

BOOST_AUTO_TEST_CASE(last_line_without_an_end) {
    BOOST_TEST(findings(std::string(right) + "log: {}") ==
               "c:6:8: warning: line has no line end: the file may have been cut; end it with a newline\n");
    // Located by a program, and listing domains: an error.
    const Folder folder;
    const auto found = [&](std::string_view list, std::string_view yaml) {
        folder.write("c", std::string(right) + "domain_lists: [l]\ninclude: [i]\n");
        folder.write("l", list).write("i", yaml);
        return folder.findings(load_config(folder.path("c")));
    };
    BOOST_TEST(found("a.example\nb.exa", "domains:\n  c.example:\n  d.e") ==
               "i:3:3: `d.e` must be followed by a `:`\n"
               "i:3:6: line has no line end: the file may have been cut; end it with a newline\n"
               "l:2:6: line has no line end: the file may have been cut; end it with a newline\n");
    BOOST_TEST(found("a", "domains: { c.example: }") ==
               "i:1:24: line has no line end: the file may have been cut; end it with a newline\n"
               "l:1:2: line has no line end: the file may have been cut; end it with a newline\n");
    BOOST_TEST(found("# no more", "domains: { c.example: }\n ") ==
               "i:2:2: line has no line end: the file may have been cut; end it with a newline\n"
               "l:1:10: line has no line end: the file may have been cut; end it with a newline\n");
    // A program's JSON has no line end, but an end.
    BOOST_TEST(found("a.example\r\n", "\n{\"domains\": {\"c.example\": {\"name\": \"C\"}}}") == "");
    BOOST_TEST(!found("\n", "{\"domains\": {\"c.example\": {\"name\": \"C\"}}").empty());
    BOOST_TEST(findings("{") != "");
}

BOOST_AUTO_TEST_CASE(nul_bytes_and_nothing_at_all) {
    BOOST_TEST(!find_nul("").has_value());
    const std::optional<TextFault> nul = find_nul(std::string_view("a\nb\0c\n", 6));
    BOOST_REQUIRE(nul.has_value());
    BOOST_TEST(nul->location.line == 2U);
    BOOST_TEST(nul->location.column == 2U);
}

BOOST_AUTO_TEST_CASE(text_faults) {
    BOOST_TEST(!find_text_fault("").has_value());
    BOOST_TEST(!find_text_fault("a\tb\r\nü\n").has_value());
    const std::optional<TextFault> fault = find_text_fault("a\n\xc3\xbc\xc3");
    BOOST_REQUIRE(fault.has_value());
    BOOST_TEST(fault->location.line == 2U);
    BOOST_TEST(fault->location.column == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused_without_waiting) {
    const Folder folder;
    const auto found = [&](const std::string& name) {
        return folder.findings(load_config(folder.path(name)));
    };
    BOOST_TEST(found("none") == "none: cannot be read: No such file or directory\n");
    std::filesystem::create_directory(folder.path("folder"));
    BOOST_TEST(found("folder") == "folder: cannot be read: it is a directory\n");
    BOOST_REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
    BOOST_TEST(found("fifo") == "fifo: cannot be read: it is a FIFO, not a regular file\n");
    folder.write("huge", "");
    std::filesystem::resize_file(folder.path("huge"), 100U << 20U); // sparse
    BOOST_TEST(found("huge") == "huge: cannot be read: is longer than 4 MiB\n");
    BOOST_TEST(to_string(load_config("/dev/zero").diagnostics.at(0)) ==
               "/dev/zero: cannot be read: it is not a regular file");
    if (::geteuid() != 0) {
        folder.write("secret", right);
        std::filesystem::permissions(folder.path("secret"), std::filesystem::perms::none);
        BOOST_TEST(found("secret") == "secret: cannot be read: Permission denied\n");
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_or_grows_is_refused) {
    // Regular files that say they are empty: nothing is mapped at the address 0, and this one is longer.
    BOOST_TEST(read_file("/proc/self/mem", 100).error().message == "Input/output error");
    BOOST_TEST(read_file("/proc/self/status", 10).error().message == "is longer than 0 MiB");
}

BOOST_AUTO_TEST_SUITE_END()
