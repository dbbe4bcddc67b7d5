// SPDX-License-Identifier: MIT
#include "autodiscover/server/low_descriptor.hpp"

#include "autodiscover/server/connections.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

struct Owner {
    SocketPair placeholder;
    LowDescriptor owner;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(low_descriptor, Owner)

BOOST_AUTO_TEST_CASE(a_loan_is_the_same_socket_until_it_ends) {
    owner.reserve(placeholder.ends[1]);
    SocketPair pair;
    {
        const LowDescriptor::Loan loan(owner, pair.ends[1]);
        BOOST_REQUIRE(loan.number() >= 0);
        BOOST_TEST(loan.number() < LowDescriptor::limit);
        send_all(loan.number(), "x");
        BOOST_TEST(is_readable(pair.ends[0]));
    }
    char octet = 0;
    BOOST_TEST(recv(pair.ends[0], &octet, 1, 0) == 1);
    pair.close_end(1);
    BOOST_TEST(is_closed(pair.ends[0]), "the number is no part of the connection any more");
}

BOOST_AUTO_TEST_CASE(without_a_number_nothing_is_lent) {
    const SocketPair pair;
    const LowDescriptor::Loan loan(owner, pair.ends[1]);
    BOOST_TEST(loan.number() == -1);
}

BOOST_AUTO_TEST_CASE(a_number_that_the_borrower_closed_is_replaced) {
    owner.reserve(placeholder.ends[1]);
    const SocketPair pair;
    for (int i = 0; i < 2; ++i) {
        LowDescriptor::Loan loan(owner, pair.ends[1]);
        BOOST_REQUIRE(loan.number() >= 0);
        close(loan.number());
        loan.is_closed();
    }
}

BOOST_AUTO_TEST_CASE(a_number_that_is_too_high_is_none) {
    BOOST_REQUIRE(Connections::most() > LowDescriptor::limit);
    const DescriptorsBelow fill(LowDescriptor::limit);
    owner.reserve(placeholder.ends[1]);
    BOOST_TEST(LowDescriptor::Loan(owner, placeholder.ends[1]).number() == -1);
}

BOOST_AUTO_TEST_SUITE_END()
