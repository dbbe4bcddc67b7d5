// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/named_file.hpp"

#include "unit/config/folder.hpp"

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view hidden =
    " (its text is not shown: the file is not in the folder of the file that names it)\n";

/// What is found when "etc/c" includes "etc/d/*", after `prepare`.
template <typename Prepare>
std::string findings_of(Prepare prepare) {
    const Folder folder;
    fs::create_directories(folder.path("etc/d"));
    folder.write("etc/c", std::string(right) + "include: ['d/*']\n");
    prepare(folder);
    return folder.findings(load_config(folder.path("etc/c")));
}

} // namespace

BOOST_AUTO_TEST_SUITE(named_file)

BOOST_AUTO_TEST_CASE(what_an_included_file_names_elsewhere_is_not_shown) {
    for (const char* const name : {"../secret", "../../secret", "./../d/../secret"}) {
        const std::string found = findings_of([&](const Folder& folder) {
            folder.write("secret", "root:canary\n").write("etc/secret", "root:canary\n");
            folder.write("etc/d/a", "domain_lists: [" + std::string(name) + "]\n");
        });
        BOOST_TEST(found.ends_with(hidden), found);
        BOOST_TEST(found.find("canary") == std::string::npos, found);
    }
    const std::string found = findings_of([](const Folder& folder) {
        folder.write("etc/secret", "a.example\n root:canary\n")
            .write("etc/d/a", "domain_lists: [../secret]\n");
    });
    BOOST_TEST(found ==
               "etc/d/../secret:2:2: `...` holds a port; write the name alone" + std::string(hidden));
}

BOOST_AUTO_TEST_CASE(links_out_of_the_folder_are_not_shown) {
    const std::string list = findings_of([](const Folder& folder) {
        folder.write("etc/key", "canary key\n").write("etc/d/a", "domain_lists: [../l]\n");
        folder.write("etc/c", std::string(right) + "domain_lists: [d/l, s/l]\n");
        fs::create_symlink("../key", folder.path("etc/d/l"));
        folder.write("s/l", "canary key\n");
        fs::create_directory_symlink("../s", folder.path("etc/s"));
    });
    const std::string what = ": the name holds a character other than letters, digits, hyphens and dots";
    BOOST_TEST(list == "etc/d/l:1:1: `...`" + what + std::string(hidden) + "etc/s/l:1:1: `...`" + what +
                           std::string(hidden));
    const std::string included = findings_of([](const Folder& folder) {
        folder.write("secret", "root:$6$canary:19000:0:99999:7:::\ndaemon:*:canary\n");
        fs::create_symlink("../../secret", folder.path("etc/d/shadow"));
    });
    BOOST_TEST(included.starts_with("etc/d/shadow:"), included);
    BOOST_TEST(included.find("canary") == std::string::npos, included);
}

BOOST_AUTO_TEST_CASE(no_message_repeats_what_is_not_shown) {
    for (const char* const text :
         {"canary",
          "canary: 1\n",
          "- canary\n",
          "domains: canary\n",
          "domains: { 'canary canary': }\n",
          "domains: { '*canary': }\n",
          "domains: { a.example: canary }\n",
          "domains: { a.example: { canary: 1 } }\n",
          "domains: { a.example: { name: [canary] } }\n",
          "domains: { a.example: { services: { imaps: { host: 'canary canary' } } } }\n",
          "domains: { a.example: { services: { imaps: { host: a.b, port: canary } } } }\n",
          "domains: { a.example: { services: { imaps: { host: a.b, transport: canary } } } }\n",
          "domains: { a.example: { services: { imaps: { host: a.b, authentication: [canary] } } } }\n",
          "domains: { a.example: { services: { imaps: { host: a.b, username: '%canary%' } } } }\n",
          "domains: { a.example: { services: { caldav: { url: 'http://canary/' } } } }\n",
          "domains: { a.example: { services: { caldav: { url: 'https://canary canary/' } } } }\n",
          "domains: { a.example: { outlook: { redirect_address: 'canary@canary@x' } } }\n",
          "domains: { a.example: { outlook: { redirect_address: 'can ary@canary' } } }\n",
          "domains: { a.example: { outlook: { expiration_date: canary } } }\n",
          "domains: { a.example: { mobileconfig: { payloads: [canary] } } }\n",
          "domains: { canary.example: , canary.example: }\n",
          "canary: &canary *canary\n",
          "\"canary\\canary\"\n",
          "canary: *canary\n",
          "!canary canary\n",
          "domains: { canary\n",
          "canary: canary: canary\n",
          "users: { canary: x }\n",
          "users: { 'canary@elsewhere.example': x }\n",
          "aliases: { 'canary@example.com': 'canary@elsewhere.example' }\n",
          "aliases: { 'info@example.com': canary }\n",
          "users: { '*@canary': '%canary%' }\n",
          "? [canary]\n: canary\n",
          "canary\x01: x\n",
          "%canary\n",
          "users: [canary]\n",
          "aliases: canary\n",
          "domain_lists: { canary: }\n",
          "include: canary\n"}) {
        const std::string found = findings_of([&](const Folder& folder) {
            folder.write("x", text);
            fs::create_symlink("../../x", folder.path("etc/d/link"));
        });
        BOOST_TEST(!found.empty(), text);
        BOOST_TEST(found.find("canary") == std::string::npos, found);
    }
}

BOOST_AUTO_TEST_CASE(what_is_in_the_folder_is_shown) {
    const std::string what = ": the name holds a character other than letters, digits, hyphens and dots\n";
    BOOST_TEST(
        findings_of([](const Folder& folder) { // as a volume of Kubernetes, and from any working folder
            folder.write("etc/c", std::string(right) + "domain_lists: [l, sub/l]\ninclude: ['d/*']\n");
            folder.write("etc/..data/l", "a b\n").write("etc/sub/l", "c d\n").write("etc/d/e/l", "e f\n");
            fs::create_symlink("..data/l", folder.path("etc/l"));
            fs::rename(folder.path("etc/d/e"), folder.path("etc/d/.e"));
            folder.write("etc/d/i", "domain_lists: [.e/l]\n");
        }) == "etc/d/.e/l:1:1: `e f`" + what + "etc/l:1:1: `a b`" + what + "etc/sub/l:1:1: `c d`" + what);
}

BOOST_AUTO_TEST_CASE(what_every_user_may_write_is_warned_about) {
    const auto opened = [](const Folder& folder, const char* name, unsigned bits) {
        fs::permissions(folder.path(name), static_cast<fs::perms>(bits));
    };
    const auto warning = [](std::string_view location, const Folder& folder, std::string_view path) {
        return std::string(location) + ": warning: every user of this machine may write `" +
               folder.path(path) + "` and so decide what is answered; `chmod o-w` it\n";
    };
    const Folder folder;
    folder.write("c", std::string(right) + "include: ['d/*', e/i]\ndomain_lists: [e/l]\n")
        .write("d/i", "domains: { i.example: }\n")
        .write("e/i", "domains: { j.example: }\n")
        .write("e/l", "l.example\n");
    const auto found = [&] {
        std::string out;
        for (const Diagnostic& diagnostic : load_config(folder.path("c")).diagnostics) {
            out += to_string(diagnostic).substr(folder.path("").size()) + "\n";
        }
        return out;
    };
    BOOST_TEST(found() == "");
    for (const char* const file : {"c", "d/i", "e/i", "e/l"}) {
        opened(folder, file, 0646);
        BOOST_TEST(found() == warning(file, folder, file));
        opened(folder, file, 0664); // the group is chosen
        BOOST_TEST(found() == "");
    }
    opened(folder, "e", 0757);
    BOOST_TEST(found() == warning("c:6:18", folder, "e"));
    opened(folder, "e", 01777); // no file there can be replaced
    BOOST_TEST(found() == "");
    opened(folder, "d", 01777); // but one added
    BOOST_TEST(found() == warning("c:6:11", folder, "d/"));
    fs::remove(folder.path("d/i"));
    BOOST_TEST(found() == warning("c:6:11", folder, "d/") + "c:6:11: warning: no file matches `d/*`\n");
    opened(folder, "d", 0755);
    folder.write("d/i", "domains: { i.example: }\n");
    opened(folder, "", 0777);
    BOOST_TEST(found() == "c: warning: every user of this machine may write `" +
                              fs::path(folder.path("")).parent_path().string() +
                              "` and so decide what is answered; `chmod o-w` it\n");
    const fs::path before = fs::current_path();
    fs::current_path(folder.path(""));
    const std::string relative = folder.findings(load_config("c"));
    fs::current_path(before);
    BOOST_TEST(relative == "c: warning: every user of this machine may write `.` and so decide what is "
                           "answered; `chmod o-w` it\n");
    opened(folder, "", 0700);
}

BOOST_AUTO_TEST_SUITE_END()
