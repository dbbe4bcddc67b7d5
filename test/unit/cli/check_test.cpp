// SPDX-License-Identifier: MIT
#include "autodiscover/cli/check.hpp"

#include "../config/folder.hpp"

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// Sends a stream of this process to a file while it lives.
class Redirected {
  public:
    Redirected(std::FILE* stream, const std::string& path)
        : stream_(stream), saved_(::dup(::fileno(stream))) {
        std::fflush(stream);
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        BOOST_REQUIRE(file >= 0);
        ::dup2(file, ::fileno(stream));
        ::close(file);
    }
    ~Redirected() {
        std::fflush(stream_);
        ::dup2(saved_, ::fileno(stream_));
        ::close(saved_);
    }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

  private:
    std::FILE* stream_;
    int saved_;
};

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Run run(const Folder& folder, const std::string& path, bool explain) {
    Run result;
    {
        const Redirected out(stdout, folder.path("out"));
        const Redirected err(stderr, folder.path("err"));
        result.status = check_command(path, explain);
    }
    result.out = read(folder.path("out"));
    result.err = read(folder.path("err"));
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(check)

BOOST_AUTO_TEST_CASE(good_file) {
    const Folder folder;
    const std::string path = folder.write("c", right).path("c");
    const Run good = run(folder, path, false);
    BOOST_TEST(good.status == 0);
    BOOST_TEST(good.out == path + ": ok: 1 domain, 2 services\n");
    BOOST_TEST(good.err == "");
    folder.write("c", std::string(right) + "domains: { a.example: , '*': }\n");
    const Run warned = run(folder, path, false);
    BOOST_TEST(warned.status == 0);
    BOOST_TEST(warned.out == path + ": ok: 3 domains, 2 services, 1 warning\n");
    BOOST_TEST(warned.err.starts_with(path + ":6:25: warning: `*` answers"));
}

BOOST_AUTO_TEST_CASE(bad_file) {
    const Folder folder;
    const std::string path = folder.write("c", std::string(right) + "log: { level: all }\n").path("c");
    const Run bad = run(folder, path, false);
    BOOST_TEST(bad.status == 78); // EX_CONFIG
    BOOST_TEST(bad.out == "");
    BOOST_TEST(bad.err ==
               path + ":6:15: `level` must be one of debug, info, notice, warning, error, not `all`\n");
    const Run missing = run(folder, folder.path("none"), false);
    BOOST_TEST(missing.status == 78);
    BOOST_TEST(missing.err == folder.path("none") + ": cannot be read: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(explanation_needs_no_file) {
    const Folder folder;
    const Run explained = run(folder, folder.path("none"), true);
    BOOST_TEST(explained.status == 0);
    BOOST_TEST(explained.err == "");
    BOOST_TEST(explained.out.find("services.SERVICE:\n  host: a host name (required)\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
    const Folder folder;
    folder.write("c", right);
    int status = 0;
    {
        const Redirected out(stdout, "/dev/full");
        status = check_command(folder.path("c"), false);
        std::clearerr(stdout);
    }
    BOOST_TEST(status == 74); // EX_IOERR
}

BOOST_AUTO_TEST_SUITE_END()
