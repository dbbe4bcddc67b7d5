// SPDX-License-Identifier: MIT
#include "autodiscover/model/service.hpp"

#include "../fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(service_choice)

BOOST_AUTO_TEST_CASE(the_most_secure_is_told) { // RFC 8314 3
    const std::vector<Service> services = {
        service(ServiceType::imap, Transport::plaintext, 143, "plain"),
        service(ServiceType::imap, Transport::starttls, 143, "starttls"),
        service(ServiceType::imap, Transport::implicit_tls, 993, "tls"),
        service(ServiceType::submission, Transport::plaintext, 25, "plain"),
        service(ServiceType::submission, Transport::starttls, 587, "starttls"),
    };
    BOOST_TEST(choose(services, ServiceType::imap) == &services[2]);
    BOOST_TEST(choose(services, ServiceType::submission) == &services[4]);
    BOOST_TEST(choose(services, ServiceType::pop3) == nullptr);
    BOOST_TEST(choose({}, ServiceType::imap) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_first_among_equals) {
    const std::vector<Service> services = {
        service(ServiceType::submission, Transport::starttls, 25, "first"),
        service(ServiceType::submission, Transport::starttls, 587, "second"),
    };
    BOOST_TEST(choose(services, ServiceType::submission) == &services[0]);
}

BOOST_AUTO_TEST_CASE(all_are_ranked_by_security_and_then_as_configured) {
    const std::vector<Service> services = {
        service(ServiceType::imap, Transport::plaintext, 143, "plain"),
        service(ServiceType::submission, Transport::implicit_tls, 465, "smtp"),
        service(ServiceType::imap, Transport::starttls, 143, "b"),
        service(ServiceType::imap, Transport::implicit_tls, 993, "c"),
        service(ServiceType::imap, Transport::starttls, 144, "a"),
        service(ServiceType::imap, Transport::implicit_tls, 994, "d"),
    };
    std::string hosts;
    for (const Service* each : ranked(services, ServiceType::imap)) {
        hosts.append(each->host.text()).append(" ");
    }
    BOOST_TEST(hosts == "c d b a plain ");
    BOOST_TEST(ranked(services, ServiceType::imap).front() == choose(services, ServiceType::imap));
    BOOST_TEST(ranked(services, ServiceType::pop3).empty());
}

BOOST_AUTO_TEST_CASE(authentications_are_kept_in_order_and_once) {
    using enum Authentication;
    const AuthenticationList list = {oauth2, password_cleartext, oauth2};
    BOOST_TEST(list.size() == 2U);
    BOOST_CHECK(*list.begin() == oauth2);
    BOOST_TEST(list.has(password_cleartext));
    BOOST_TEST(!list.has(none));
    BOOST_TEST(AuthenticationList(std::vector<Authentication>{none}).has(none));
}

BOOST_AUTO_TEST_SUITE_END()
