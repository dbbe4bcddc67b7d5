// SPDX-License-Identifier: MIT
#include "unit/config/folder.hpp"

#include "autodiscover/config/yaml/included_files.hpp"

#include <sys/stat.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// The working folder while it lives.
class WorkingIn {
  public:
    explicit WorkingIn(const std::string& folder) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
    }
    ~WorkingIn() {
        std::error_code ignored;
        std::filesystem::current_path(before_, ignored);
    }
    WorkingIn(const WorkingIn&) = delete;
    WorkingIn& operator=(const WorkingIn&) = delete;

  private:
    std::filesystem::path before_;
};

/// Findings of "c" in a folder, which includes what a test wants.
std::string load_in(const Folder& folder, std::string_view text) {
    folder.write("c", std::string(right) + std::string(text));
    return folder.findings(load_config(folder.path("c")));
}

} // namespace

BOOST_AUTO_TEST_SUITE(included_files)

BOOST_AUTO_TEST_CASE(errors_carry_the_name_of_their_file) {
    const Folder folder;
    folder.write("d/2.yaml", "domains:\n  a.example:\n  b.example: { nam: B }\n")
        .write("d/1.yaml", "domains:\n  a.example:\n");
    BOOST_TEST(load_in(folder, "include: ['d/*.yaml']\n") ==
               "d/2.yaml:2:3: `a.example` is listed already, in d/1.yaml line 2\n"
               "d/2.yaml:3:16: unknown key `nam` in `b.example`, did you mean `name`?\n");
}

BOOST_AUTO_TEST_CASE(files_come_in_the_order_of_their_names) {
    const Folder folder;
    for (const char* const name :
         {"p", "b", "Z", "m", "k", "a", "x", "c", "t", "e"}) { // not that of creation
        folder.write("d/" + std::string(name), "domains: { " + std::string(name) + ".example: }\n");
    }
    folder.write("c", std::string(right) + "include: ['d/*']\n");
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE(result.config.has_value());
    std::string order;
    result.config->domains.for_each_domain([&](std::string_view name) { order += name.substr(0, 1); });
    BOOST_TEST(order == "zabcekmptxe"); // "Z" before "a" in octets; the provider's example.com last
}

BOOST_AUTO_TEST_CASE(only_domains_may_stand_in_an_included_file) {
    const Folder folder;
    folder.write("i", "include: [i]\nservices: {}\ndomains: {}\n").write("empty", "# nothing\n");
    BOOST_TEST(
        load_in(folder, "include: [i, empty]\n") ==
        "i:1:1: unknown key `include`; it belongs at the top of the main file\n"
        "i:2:1: unknown key `services`; it belongs at the top of the main file or below `domains.DOMAIN`\n"
        "empty: the file is empty\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_found) {
    const Folder folder;
    std::filesystem::create_directory(folder.path("folder"));
    BOOST_REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
    BOOST_TEST(
        load_in(folder,
                "include: ['d/*.yaml', d/a.yaml, folder, fifo]\ndomain_lists: [none, folder, fifo]\n") ==
        "c:6:11: the folder `d/` cannot be read: No such file or directory\n"
        "c:6:23: `d/a.yaml` cannot be read: No such file or directory\n"
        "c:6:33: `folder` cannot be read: it is a directory\n"
        "c:6:41: `fifo` cannot be read: it is a FIFO, not a regular file\n"
        "c:7:16: `none` cannot be read: No such file or directory\n"
        "c:7:22: `folder` cannot be read: it is a directory\n"
        "c:7:30: `fifo` cannot be read: it is a FIFO, not a regular file\n");
}

BOOST_AUTO_TEST_CASE(only_a_folder_that_was_read_to_its_end_may_hold_no_match) {
    const Folder folder;
    folder.write("a/README", "").write("a/b/x.yml", "").write("a/c/other", "");
    BOOST_TEST(load_in(folder, "include: ['a/*.yaml', 'a/*/*.yaml', 'a/*/d/*', 'a//*//x.yaml']\n") ==
               "c:6:11: warning: no file matches `a/*.yaml`\n"
               "c:6:23: warning: no file matches `a/*/*.yaml`\n"
               "c:6:37: warning: no file matches `a/*/d/*`\n"
               "c:6:48: warning: no file matches `a//*//x.yaml`\n");
    BOOST_TEST(load_in(folder, "include: ['*/README/*.yaml', 'a/README/*', 'none*/x', '?/no/../*/*']\n") ==
               "c:6:11: warning: no file matches `*/README/*.yaml`\n"
               "c:6:30: the folder `a/README/` cannot be read: Not a directory\n"
               "c:6:44: warning: no file matches `none*/x`\n"
               "c:6:55: warning: no file matches `?/no/../*/*`\n");
    std::filesystem::create_symlink("nowhere", folder.path("a/link"));
    const std::string name(200, 'n'); // never cut: it is what the reader looks for
    BOOST_TEST(load_in(folder, "include: ['a/*/*.yaml', '" + name + "/*', a/link]\n") ==
               "c:6:11: the folder `a/link/` cannot be read: No such file or directory\n"
               "c:6:25: the folder `" +
                   name +
                   "/` cannot be read: No such file or directory\n"
                   "c:6:231: `a/link` cannot be read: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_name_behind_a_wildcard_is_found) {
    const Folder folder;
    folder.write("a/1/x.yaml", "domains: { one.example: }\n")
        .write("a/2/x.yaml", "domains: { two.example: }\n")
        .write("a/2/.hidden", "not: matched\n")
        .write("c", std::string(right) + "include: ['a/*/x.yaml', 'a/[2]/../?/*.yml', './a//*/*.none']\n");
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE_MESSAGE(result.config, folder.findings(result));
    BOOST_TEST(result.config->domains.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_large_folder_is_read_to_its_end) {
    const Folder folder;
    constexpr int files = 1100; // with their long names more than one getdents64() gives
    for (int i = 0; i < files; ++i) {
        folder.write("d/" + std::string(240, 'x') + std::to_string(i),
                     "domains: { d" + std::to_string(i) + ".example: }\n");
    }
    folder.write("c", std::string(right) + "include: ['d/*']\n");
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE_MESSAGE(result.config, folder.findings(result));
    BOOST_TEST(result.config->domains.size() == files + 1U);
}

BOOST_AUTO_TEST_CASE(paths_are_relative_to_the_file_that_names_them) {
    const Folder folder;
    folder.write("d/[x]/main", std::string(right) + "include: ['e/*']\n")
        .write("d/[x]/e/1", "domain_lists: list\n")
        .write("d/[x]/e/list", "a.example\n");
    const LoadResult result = load_config(folder.path("d/[x]/main"));
    // "list" itself matches "e/*" too, and is no YAML mapping.
    BOOST_TEST(folder.findings(result) ==
               "d/[x]/e/list:1:1: the file must be a mapping (`key: value` lines), not `a.example`\n");
    BOOST_TEST(path_beside("/etc/a/b.yaml", "c") == "/etc/a/c");
    BOOST_TEST(path_beside("b.yaml", "c") == "c");
    BOOST_TEST(path_beside("/etc/a/b.yaml", "/c") == "/c");
}

BOOST_AUTO_TEST_CASE(a_pattern_may_be_absolute) {
    const Folder folder;
    const Folder elsewhere;
    elsewhere.write("d/1.yaml", "domains: { one.example: }\n");
    folder.write("c", std::string(right) + "include: ['" + elsewhere.path("d/*.yaml") + "']\n");
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE_MESSAGE(result.config, folder.findings(result));
    BOOST_TEST(result.config->domains.find("one.example") != nullptr);
}

BOOST_AUTO_TEST_CASE(a_file_named_without_a_folder_includes_what_lies_beside_it) {
    const Folder folder;
    folder.write("1.yaml", "domains: { one.example: }\n")
        .write("c", std::string(right) + "include: ['*.yaml']\n");
    const WorkingIn here(folder.path(""));
    const LoadResult result = load_config("c");
    BOOST_REQUIRE_MESSAGE(result.config, folder.findings(result));
    BOOST_TEST(result.config->domains.find("one.example") != nullptr);
}

BOOST_AUTO_TEST_CASE(domains_of_all_files_are_served) {
    const Folder folder;
    folder.write("d/1", "domains: { one.example: { name: One } }\ndomain_lists: [two]\n")
        .write("d/two", "two.example\n")
        .write("c", std::string(right) + "include: [d/1]\n");
    const LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE_MESSAGE(result.config, folder.findings(result));
    const DomainTable& domains = result.config->domains;
    BOOST_TEST(domains.find("one.example")->provider->name == "One");
    BOOST_TEST(domains.find("two.example") == &domains.defaults());
    BOOST_TEST(domains.find("example.com") == &domains.defaults());
    BOOST_TEST(domains.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
