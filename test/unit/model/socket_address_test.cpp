// SPDX-License-Identifier: MIT
#include "autodiscover/model/socket_address.hpp"

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/un.h>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(socket_address)

BOOST_AUTO_TEST_CASE(paths) {
    for (const char* const text : {"/run/a.sock", "./a.sock", "a/b", "/127.0.0.1:9000"}) {
        const auto address = SocketAddress::parse(text);
        BOOST_REQUIRE(address.ok());
        BOOST_TEST(address->is_unix());
        BOOST_TEST(address->name == text);
        BOOST_TEST(address->size == sizeof(sockaddr_un));
        BOOST_TEST(reinterpret_cast<const sockaddr_un*>(address->get())->sun_path == std::string(text));
    }
    BOOST_TEST(SocketAddress::parse("/run/").error().message == "is a folder; add the name of the socket");
    BOOST_TEST(!SocketAddress::parse("/").ok());
}

BOOST_AUTO_TEST_CASE(a_path_has_at_most_107_bytes) {
    BOOST_TEST(SocketAddress::parse("/" + std::string(106, 'x')).ok());
    const auto address = SocketAddress::parse("/" + std::string(107, 'x'));
    BOOST_REQUIRE(!address.ok());
    BOOST_TEST(address.error().message == "is longer than the 107 bytes that the path of a socket can have");
}

BOOST_AUTO_TEST_CASE(loopback) {
    for (const auto& [text, host, port] :
         {std::tuple("127.0.0.1:9000", 0x7f000001U, 9000), std::tuple("127.0.0.2:1", 0x7f000002U, 1),
          std::tuple("127.255.255.254:65535", 0x7ffffffeU, 65535)}) {
        const auto four = SocketAddress::parse(text);
        BOOST_REQUIRE(four.ok());
        BOOST_TEST(four->family() == AF_INET);
        const auto* const address = reinterpret_cast<const sockaddr_in*>(four->get());
        BOOST_TEST(ntohs(address->sin_port) == port);
        BOOST_TEST(ntohl(address->sin_addr.s_addr) == host);
    }
    for (const char* const text : {"[::1]:9000", "[0:0:0:0:0:0:0:1]:9000"}) {
        const auto six = SocketAddress::parse(text);
        BOOST_REQUIRE(six.ok());
        BOOST_TEST(six->family() == AF_INET6);
        const auto* const address = reinterpret_cast<const sockaddr_in6*>(six->get());
        BOOST_TEST(ntohs(address->sin6_port) == 9000);
        BOOST_TEST((IN6_IS_ADDR_LOOPBACK(&address->sin6_addr) != 0));
    }
}

BOOST_AUTO_TEST_CASE(no_network) {
    for (const char* const text : {"0.0.0.0:9000",
                                   "[::]:9000",
                                   ":9000",
                                   "localhost:9000",
                                   "192.0.2.1:9000",
                                   "10.0.0.1:9000",
                                   "128.0.0.1:9000",
                                   "126.255.255.255:9000",
                                   "127.0.0.1.example:9000",
                                   "127.1:9000",
                                   "127.example:9000",
                                   "::1:9000",
                                   "[::1:9000",
                                   "[]:9000",
                                   "[:9000",
                                   "[::2]:9000",
                                   "[::ffff:127.0.0.1]:9000",
                                   "[127.0.0.1]:9000",
                                   "[::1%lo]:9000",
                                   "*:9000"}) {
        const auto address = SocketAddress::parse(text);
        BOOST_REQUIRE_MESSAGE(!address.ok(), text);
        BOOST_TEST(address.error().message.starts_with("is not a loopback address"), text);
    }
    for (const char* const text :
         {"9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "[::1]:0", "127.0.0.1:65536", "127.0.0.1:-1",
          "127.0.0.1:9x", "127.0.0.1: 9", "[::1]", "autodiscover.sock", ""}) {
        const auto address = SocketAddress::parse(text);
        BOOST_REQUIRE_MESSAGE(!address.ok(), text);
        BOOST_TEST(address.error().message.starts_with("must be a path such as"), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
