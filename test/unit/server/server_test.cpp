// SPDX-License-Identifier: MIT
// What serve() returns before it serves; test/system covers the rest through the program.
#include "autodiscover/server/server.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <sysexits.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

/// In a child: serve() blocks signals and is made to be the whole process.
struct Child {
    explicit Child(const std::string& config_path) : pid(fork()) {
        if (pid == 0) {
            dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
            _exit(serve(config_path, {}));
        }
    }
    int exit_code() const {
        int status = 0;
        waitpid(pid, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    pid_t pid;
};

} // namespace

BOOST_AUTO_TEST_SUITE(server)

BOOST_AUTO_TEST_CASE(exit_codes) {
    const TemporaryFolder folder;
    const std::string config = folder.file("config.yaml");
    BOOST_TEST(Child(config).exit_code() == EX_CONFIG);
    write_file(config, "nonsense");
    BOOST_TEST(Child(config).exit_code() == EX_CONFIG);
    write_file(config, config_text("example.com", "server: { listen: " + folder.file("no/a.sock") + " }\n"));
    BOOST_TEST(Child(config).exit_code() == EX_CANTCREAT);
}

BOOST_AUTO_TEST_CASE(serves_until_it_is_told_to_stop) {
    const TemporaryFolder folder;
    const std::string config = folder.file("config.yaml");
    const std::string path = folder.file("a.sock");
    write_file(config, config_text("example.com", "server: { listen: " + path + " }\n"));
    const Child child(config);
    int peer = -1;
    BOOST_REQUIRE(eventually([&] { return (peer = connect_to(path)) >= 0; }));
    send_all(peer, get_records("/mail/config-v1.1.xml?emailaddress=a@example.com"));
    BOOST_TEST(read_answer(peer).starts_with("Status: 200"));
    close(peer);
    kill(child.pid, SIGTERM);
    BOOST_TEST(child.exit_code() == EX_OK);
    BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_SUITE_END()
