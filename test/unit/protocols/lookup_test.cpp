// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/lookup.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

using namespace autodiscover;

namespace {

struct Sample {
    std::string_view host;
    std::string_view domain; // empty: none
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << '"' << sample.host << '"';
}

const Sample samples[] = {
    {"example.com", "example.com"},
    {"autoconfig.example.com", "example.com"},
    {"autodiscover.example.com", "example.com"},
    {"ua-auto-config.example.com", "example.com"},
    // case, port, trailing dot, in every mixture that clients send
    {"AUTOCONFIG.Example.COM", "example.com"},
    {"autoconfig.example.com:443", "example.com"},
    {"autoconfig.example.com.", "example.com"},
    {"autoconfig.example.com.:8080", "example.com"},
    {"AutoConfig.Example.COM:443.", "example.com"},
    {"example.com:", "example.com"},
    // one label only, and only whole ones
    {"autoconfig.autodiscover.example.com", "autodiscover.example.com"},
    {"autoconfigs.example.com", "autoconfigs.example.com"},
    {"mail.autoconfig.example.com", "mail.autoconfig.example.com"},
    // a name may consist of such a label
    {"autoconfig", "autoconfig"},
    {"autoconfig.", "autoconfig"},
    {"autoconfig.localhost", "localhost"},
    // internationalised names: on the wire A-labels, but raw UTF-8 was seen
    {"autoconfig.xn--bcher-kva.example", "xn--bcher-kva.example"},
    {"autoconfig.b\xc3\xbc"
     "cher.example",
     "xn--bcher-kva.example"},
    // no host names
    {"", ""},
    {".", ""},
    {":443", ""},
    {"autoconfig..", ""},
    {"../etc", ""},
    {"a b.example", ""},
    {"-a.example", ""},
    {"a,b.example", ""},
    {"b\xff.example", ""},
    {std::string_view("example\0.com", 12), ""},
    {"192.0.2.1", ""},
    {"autoconfig.192.0.2.1:80", ""},
    {"[2001:db8::1]", ""},
    {"[2001:db8::1]:443", ""},
};

} // namespace

BOOST_AUTO_TEST_SUITE(lookup)

BOOST_DATA_TEST_CASE(host_stands_for_a_domain, boost::unit_test::data::make(samples), sample) {
    const std::optional<Domain> domain = domain_of_host(sample.host);
    BOOST_TEST((domain ? domain->view() : std::string_view()) == sample.domain);
}

BOOST_AUTO_TEST_CASE(length_is_bounded) {
    std::string name;
    while (name.size() < 244) {
        name += "label.";
    }
    name += "example"; // 253 octets
    BOOST_TEST(name.size() == 253U);
    BOOST_TEST(domain_of_host(name).has_value());
    BOOST_TEST(domain_of_host("autoconfig." + name).has_value());
    BOOST_TEST(!domain_of_host("x" + name).has_value());
    BOOST_TEST(!domain_of_host(std::string(100000, 'a')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
