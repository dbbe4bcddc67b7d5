// SPDX-License-Identifier: MIT
#include "autodiscover/server/socket_address.hpp"

#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/un.h>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(socket_address)

BOOST_AUTO_TEST_CASE(paths) {
    const auto address = SocketAddress::parse("/run/a.sock");
    BOOST_REQUIRE(address.ok());
    BOOST_TEST(address->is_unix());
    BOOST_TEST(reinterpret_cast<const sockaddr_un*>(address->get())->sun_path == std::string("/run/a.sock"));
}

BOOST_AUTO_TEST_CASE(a_path_has_at_most_107_octets) {
    BOOST_TEST(SocketAddress::parse("/" + std::string(106, 'x')).ok());
    const auto address = SocketAddress::parse("/" + std::string(107, 'x'));
    BOOST_REQUIRE(!address.ok());
    BOOST_TEST(address.error().message.find("at most 107 octets") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(loopback) {
    const auto four = SocketAddress::parse("127.0.0.1:9000");
    BOOST_REQUIRE(four.ok());
    BOOST_TEST(four->family() == AF_INET);
    BOOST_TEST(reinterpret_cast<const sockaddr_in*>(four->get())->sin_port == htons(9000));
    BOOST_TEST(reinterpret_cast<const sockaddr_in*>(four->get())->sin_addr.s_addr == htonl(0x7f000001));
    const auto six = SocketAddress::parse("[::1]:0");
    BOOST_REQUIRE(six.ok());
    BOOST_TEST(six->family() == AF_INET6);
}

BOOST_AUTO_TEST_CASE(no_network) {
    for (const char* const text :
         {"0.0.0.0:9000", "[::]:9000", ":9000", "9000", "localhost:9000", "192.0.2.1:9000", "10.0.0.1:9000",
          "127.0.0.1.example:9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
          "127.0.0.1:9x", "::1:9000", "autodiscover.sock", ""}) {
        BOOST_TEST(!SocketAddress::parse(text).ok(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
