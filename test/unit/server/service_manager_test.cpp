// SPDX-License-Identifier: MIT
#include "autodiscover/server/service_manager.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstring>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Receiver {
    explicit Receiver(const std::string& path) : fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        if (path[0] == '@') {
            address.sun_path[0] = '\0';
        }
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
        BOOST_REQUIRE(bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    }
    ~Receiver() { close(fd); }
    std::string next() const {
        char text[500];
        const ssize_t size = is_readable(fd) ? recv(fd, text, sizeof text, 0) : 0;
        return {text, static_cast<std::size_t>(size)};
    }
    int fd;
};

} // namespace

BOOST_AUTO_TEST_SUITE(service_manager)

BOOST_AUTO_TEST_CASE(states_by_path_and_by_abstract_name) {
    const TemporaryFolder folder;
    for (const std::string& path :
         {folder.file("notify"), "@autodiscover-test-" + std::to_string(getpid())}) {
        const Receiver receiver(path);
        ServiceManager manager(path.c_str());
        BOOST_TEST(manager.is_there());
        manager.ready("a file\nMAINPID=1\x7f");
        BOOST_TEST(receiver.next() == "READY=1\nSTATUS=a file?MAINPID=1?");
        manager.reloading();
        BOOST_TEST(receiver.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
        manager.stopping();
        BOOST_TEST(receiver.next().starts_with("STOPPING=1\n"));
    }
}

BOOST_AUTO_TEST_CASE(nobody_to_tell) {
    const std::string too_long(200, '/');
    for (const char* const path :
         {static_cast<const char*>(nullptr), "", "relative", "/no/such/socket", too_long.c_str()}) {
        ServiceManager manager(path);
        BOOST_TEST(manager.is_there() == (path != nullptr && path == "/no/such/socket"sv));
        manager.ready("Answering");
    }
}

BOOST_AUTO_TEST_SUITE_END()
