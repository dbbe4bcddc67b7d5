// SPDX-License-Identifier: MIT
#include "autodiscover/server/listener.hpp"

#include "autodiscover/config/sections/server_reader.hpp"
#include "support.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <vector>

using namespace autodiscover;
using namespace autodiscover::test;
namespace fs = std::filesystem;

namespace {

ServerSettings settings_for(const std::string& path) {
    ServerSettings settings = default_server();
    settings.listen = *SocketAddress::parse(path);
    return settings;
}

bool can_connect(const std::string& path) {
    const int fd = connect_to(path);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}

std::string error_of(const Result<Listener>& result) {
    return result.ok() ? "" : result.error().message;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct Folder {
    TemporaryFolder folder;
    std::string path = folder.file("a.sock");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(listener, Folder)

BOOST_AUTO_TEST_CASE(the_mode_is_as_configured_whatever_the_umask) {
    for (const mode_t mask : {0U, 022U, 077U, 0777U}) {
        for (const unsigned mode : {0660U, 0666U, 0600U}) {
            ServerSettings settings = settings_for(path);
            settings.socket_mode = mode;
            const mode_t before = umask(mask);
            const auto listener = Listener::open(settings);
            BOOST_TEST(umask(before) == mask, "the umask was not restored");
            BOOST_REQUIRE(listener.ok());
            struct stat status {};
            BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
            BOOST_TEST((status.st_mode & 07777U) == mode);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_group_is_the_one_that_was_asked_for) {
    ServerSettings settings = settings_for(path);
    const gid_t mine = getegid();
    settings.socket_group = mine;
    const auto listener = Listener::open(settings);
    BOOST_REQUIRE(listener.ok());
    struct stat status {};
    BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
    BOOST_TEST(status.st_gid == mine);
}

BOOST_AUTO_TEST_CASE(a_group_that_is_not_ours_to_give_leaves_no_file) {
    if (geteuid() == 0) {
        return; // root may
    }
    ServerSettings settings = settings_for(path);
    settings.socket_group = 0;
    BOOST_TEST(has(error_of(Listener::open(settings)), "cannot give group 0 the socket"));
    BOOST_TEST(!fs::exists(path));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced) {
    {
        auto dead = Listener::open(settings_for(path));
        BOOST_REQUIRE(dead.ok());
        BOOST_REQUIRE(link(path.c_str(), folder.file("kept").c_str()) == 0);
    }
    fs::rename(folder.file("kept"), path); // what a killed process leaves behind
    BOOST_REQUIRE(fs::exists(path));
    BOOST_REQUIRE(!can_connect(path));
    const auto listener = Listener::open(settings_for(path));
    BOOST_REQUIRE(listener.ok());
    BOOST_TEST(can_connect(path));
}

BOOST_AUTO_TEST_CASE(a_live_socket_is_left_alone) {
    const auto first = Listener::open(settings_for(path));
    BOOST_REQUIRE(first.ok());
    const std::string error = error_of(Listener::open(settings_for(path)));
    BOOST_TEST(has(error, "another process (" + std::to_string(getpid()) + ") answers there"), error);
    BOOST_TEST(can_connect(path));
}

/// In processes, as umask() is not for threads. All wait at one pipe, so that they begin together; the change
/// of the group lies between bind() and listen(), and makes the time longer in which all could go wrong.
BOOST_AUTO_TEST_CASE(of_twenty_that_start_at_once_exactly_one_listens) {
    ServerSettings settings = settings_for(path);
    settings.socket_group = getegid();
    for (int round = 0; round < 40; ++round) {
        int start[2];
        int told[2];
        BOOST_REQUIRE(pipe(start) == 0 && pipe(told) == 0);
        std::vector<pid_t> children;
        for (int i = 0; i < 20; ++i) {
            children.push_back(fork());
            if (children.back() == 0) {
                close(start[1]);
                char octet = 0;
                (void)!read(start[0], &octet, 1);
                const auto listener = Listener::open(settings);
                octet = listener.ok() ? '+' : '-';
                (void)!write(told[1], &octet, 1);
                pause();
                _exit(0);
            }
        }
        close(start[0]);
        close(start[1]);
        std::string said(children.size(), ' ');
        for (char& octet : said) {
            BOOST_REQUIRE(is_readable(told[0]));
            BOOST_REQUIRE(read(told[0], &octet, 1) == 1);
        }
        BOOST_TEST(std::count(said.begin(), said.end(), '+') == 1, said);
        BOOST_TEST(can_connect(path));
        for (const pid_t child : children) { // leaves a stale socket for the next round
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
        }
        close(told[0]);
        close(told[1]);
    }
}

BOOST_AUTO_TEST_CASE(a_lock_that_a_stranger_holds_delays_and_does_not_prevent) {
    const int held = open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    BOOST_REQUIRE(flock(held, LOCK_EX) == 0);
    BOOST_TEST(Listener::open(settings_for(path)).ok());
    close(held);
}

BOOST_AUTO_TEST_CASE(what_is_no_socket_is_never_deleted) {
    write_file(path, "precious");
    BOOST_TEST(has(error_of(Listener::open(settings_for(path))), "is no socket; it is left alone"));
    BOOST_TEST(fs::file_size(path) == 8U);
    fs::create_directory(folder.file("d"));
    BOOST_TEST(has(error_of(Listener::open(settings_for(folder.file("d")))), "is no socket"));
    fs::create_symlink(path, folder.file("link"));
    BOOST_TEST(has(error_of(Listener::open(settings_for(folder.file("link")))), "is no socket"));
    BOOST_TEST(fs::is_symlink(folder.file("link")));
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_named) {
    const std::string error = error_of(Listener::open(settings_for(folder.file("no/a.sock"))));
    BOOST_TEST(has(error, folder.file("no/a.sock")));
    BOOST_TEST(has(error, "No such file or directory"));
}

BOOST_AUTO_TEST_CASE(the_file_goes_with_the_listener_while_it_is_ours) {
    { BOOST_REQUIRE(Listener::open(settings_for(path)).ok()); }
    BOOST_TEST(!fs::exists(path));

    auto first = std::make_unique<Result<Listener>>(Listener::open(settings_for(path)));
    fs::remove(path);
    const auto second = Listener::open(settings_for(path));
    BOOST_REQUIRE(second.ok());
    BOOST_TEST((*first)->is_lost());
    first.reset();
    BOOST_TEST(fs::exists(path), "another's socket was removed");
}

BOOST_AUTO_TEST_CASE(a_removed_file_is_created_again_behind_the_same_number) {
    auto listener = Listener::open(settings_for(path));
    BOOST_REQUIRE(listener.ok());
    BOOST_TEST(!listener->is_lost());
    fs::remove(path);
    BOOST_TEST(listener->is_lost());
    const int number = listener->fd();
    BOOST_REQUIRE(listener->reopen(settings_for("/ignored")).ok());
    BOOST_TEST(listener->fd() == number);
    BOOST_TEST(!listener->is_lost());
    BOOST_TEST(can_connect(path));
    BOOST_TEST((fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(refusing_new_peers_still_accepts_those_who_wait) {
    auto listener = Listener::open(settings_for(path));
    BOOST_REQUIRE(listener.ok());
    const int waiting = connect_to(path);
    fs::create_hard_link(path, folder.file("other")); // a way to the socket without its name
    listener->refuse_new_peers();
    BOOST_TEST(!fs::exists(path));
    BOOST_TEST(!can_connect(folder.file("other")));
    const int accepted = accept(listener->fd(), nullptr, nullptr);
    BOOST_TEST(accepted >= 0);
    close(accepted);
    close(waiting);
}

BOOST_AUTO_TEST_CASE(loopback_tcp) {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(0x7f000002); // any of 127.0.0.0/8
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    BOOST_REQUIRE(bind(probe, any, size) == 0 && getsockname(probe, any, &size) == 0);
    close(probe);
    const auto listener =
        Listener::open(settings_for("127.0.0.2:" + std::to_string(ntohs(address.sin_port))));
    BOOST_REQUIRE_MESSAGE(listener.ok(), error_of(listener));
    BOOST_TEST(is_listening(listener->fd()));
    BOOST_TEST(!listener->is_lost());
}

/// In a child, since it is about descriptors 0 and 3 and the environment.
BOOST_AUTO_TEST_CASE(inherited) {
    const auto listener = Listener::open(settings_for(path));
    BOOST_REQUIRE(listener.ok());
    const auto exit_code = [&](auto&& child) {
        const pid_t pid = fork();
        if (pid == 0) {
            _exit(child());
        }
        int status = 0;
        waitpid(pid, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    const auto found = [](std::size_t count, int fd) {
        const std::vector<Listener> all = inherited_listeners();
        const bool good =
            all.size() == count && (count == 0 || all[0].fd() == fd) && std::getenv("LISTEN_FDS") == nullptr;
        return good ? 0 : 1;
    };
    BOOST_TEST(exit_code([&] { return close(0), open("/dev/null", O_RDONLY), found(0, -1); }) == 0);
    BOOST_TEST(exit_code([&] { return dup2(socket(AF_UNIX, SOCK_STREAM, 0), 0), found(0, -1); }) == 0);
    BOOST_TEST(exit_code([&] { return dup2(listener->fd(), 0), found(1, 0); }) == 0);
    BOOST_TEST(exit_code([&] {
                   dup2(listener->fd(), 3);
                   dup2(listener->fd(), 4);
                   setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
                   setenv("LISTEN_FDS", "2", 1);
                   return found(2, 3);
               }) == 0);
    BOOST_TEST(exit_code([&] { // a descriptor that listens to nobody
                   dup2(listener->fd(), 4);
                   dup2(open("/dev/null", O_RDONLY), 3);
                   setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
                   setenv("LISTEN_FDS", "2", 1);
                   return found(1, 4);
               }) == 0);
    BOOST_TEST(exit_code([&] { // meant for another process
                   close(0);
                   open("/dev/null", O_RDONLY);
                   dup2(listener->fd(), 3);
                   setenv("LISTEN_PID", "1", 1);
                   setenv("LISTEN_FDS", "1", 1);
                   return found(0, -1);
               }) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_refused) {}

BOOST_AUTO_TEST_CASE(a_listener_that_is_assigned_to_takes_the_others_place) {
    Result<Listener> first = Listener::open(settings_for(path));
    {
        Result<Listener> second = Listener::open(settings_for(folder.file("b.sock")));
        BOOST_REQUIRE(first.ok());
        BOOST_REQUIRE(second.ok());
        *first = std::move(*second);
        BOOST_TEST(can_connect(path));
    }
    BOOST_TEST(!fs::exists(path), "it went with the other");
    BOOST_TEST(can_connect(folder.file("b.sock")));
    BOOST_TEST(first->name() == folder.file("b.sock"));
}

BOOST_AUTO_TEST_SUITE_END()
