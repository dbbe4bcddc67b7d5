// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/outlook_request.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
namespace data = boost::unit_test::data;

namespace {

const std::string microsoft = "http://schemas.microsoft.com/exchange/autodiscover/";
const std::string address = "<EMailAddress>alice@example.com</EMailAddress>";

std::string schema(const std::string& name) {
    return "<AcceptableResponseSchema>" + name + "</AcceptableResponseSchema>";
}
const std::string outlook = schema(microsoft + "outlook/responseschema/2006a");
const std::string mobilesync = schema(microsoft + "mobilesync/responseschema/2006");

std::string in_root(const std::string& inner,
                    const std::string& name_space = microsoft + "outlook/requestschema/2006") {
    return "<Autodiscover xmlns='" + name_space + "'>" + inner + "</Autodiscover>";
}
std::string request(const std::string& inner) {
    return in_root("<Request>" + inner + "</Request>");
}

/// "outlook alice@example.com", or the number of the error.
std::string read(const std::string& body) {
    const auto result = parse_outlook_request(body);
    if (const auto* error = std::get_if<OutlookError>(&result)) {
        return std::to_string(static_cast<int>(*error));
    }
    const auto& wanted = std::get<OutlookRequest>(result);
    return (wanted.schema == OutlookSchema::outlook ? "outlook " : "mobilesync ") +
           std::string(wanted.mailbox.address());
}

} // namespace

BOOST_AUTO_TEST_SUITE(outlook_request)

const std::string same[] = {
    request(address + outlook),
    request(outlook + address),
    request("<EMailAddress>\n\t alice@EXAMPLE.com \r\n</EMailAddress>" +
            schema("\n  " + microsoft + "outlook/responseschema/2006a  \n")),
    request(address + schema(microsoft + "outlook/responseschema/2006")),
    request(address +
            schema("https://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a")),
    request("<Unknown><EMailAddress>x</EMailAddress></Unknown><LegacyDN>/o=x</LegacyDN>" + address + outlook),
    request(address),
    request(address + schema(" ")),
    in_root("<Request>" + address + "</Request>",
            "https://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"),
    in_root("<Request>" + address + outlook + "</Request>", "urn:whatever"),
    in_root("<Request>" + address + outlook + "</Request>", microsoft + "mobilesync/requestschema/2006"),
    in_root("<Other>" + schema("urn:nope") + "</Other><Request>" + address + outlook + "</Request>"),
    "<p:Autodiscover xmlns:p='" + microsoft +
        "outlook/requestschema/2006'><p:Request><p:EMailAddress>alice@example.com</p:EMailAddress></p:Request>"
        "</p:Autodiscover>",
    "<Autodiscover><Request>" + address + outlook + "</Request></Autodiscover>",
};
BOOST_DATA_TEST_CASE(clients_write_it_in_many_ways, data::make(same)) {
    BOOST_TEST(read(sample) == "outlook alice@example.com");
}

BOOST_AUTO_TEST_CASE(mobilesync_is_chosen_by_the_acceptable_schema_then_by_the_namespace) {
    BOOST_TEST(read(request(address + mobilesync)) == "mobilesync alice@example.com");
    BOOST_TEST(read(in_root("<Request>" + address + "</Request>",
                            microsoft + "mobilesync/requestschema/2006")) == "mobilesync alice@example.com");
    for (const std::string& odd :
         {microsoft + "mobilesync/responseschema/2006a", microsoft + "mobilesync/requestschema/2006a",
          microsoft + "mobilesync/x", std::string("https://schemas.microsoft.com/mobilesync/2010")}) {
        BOOST_TEST(read(request(address + schema(odd))) == "mobilesync alice@example.com", odd);
        BOOST_TEST(read(in_root("<Request>" + address + "</Request>", odd)) == "mobilesync alice@example.com",
                   odd);
    }
    for (const std::string& foreign : {std::string("http://schemas.example/mobilesync/2006"),
                                       std::string("urn:schemas.microsoft.com/mobilesync/"),
                                       microsoft + "mobilesync", microsoft + "xmobilesyncx/2006",
                                       std::string("http://schemas.microsoft.com.example/mobilesync/2006")}) {
        BOOST_TEST(read(request(address + schema(foreign))) == "601", foreign);
    }
}

const std::string invalid[] = {
    "",
    "{}",
    "<Autodiscover",
    "<Autodiscover/>",
    "<Autodiscover><Request/></Autodiscover>",
    "<autodiscover><Request>" + address + outlook + "</Request></autodiscover>",
    in_root(address + outlook),
    in_root("<x><Request>" + address + outlook + "</Request></x>"),
    in_root("<Request>" + address + outlook + "</Request><Request>" + address + outlook + "</Request>"),
    in_root("<Request>" + address + outlook + "</Request><Request/>"),
    in_root("<Request>" + address + "</Request>", "urn:whatever"),
    request(address + address + outlook),
    request(address + outlook + mobilesync),
    request(outlook),
    request("<EmailAddress>alice@example.com</EmailAddress>" + outlook),
    request("<EMailAddress></EMailAddress>" + outlook),
    request("<EMailAddress> <x>alice@example.com</x></EMailAddress>" + outlook),
    request("<EMailAddress>nobody</EMailAddress>" + outlook),
    request("<EMailAddress>a@b@example.com</EMailAddress>" + outlook),
    request("<EMailAddress>@example.com</EMailAddress>" + outlook),
    request("<EMailAddress>a@</EMailAddress>" + outlook),
    request("<EMailAddress>a b@example.com</EMailAddress>" + outlook),
    request("<EMailAddress>&quot;a&quot;@example.com</EMailAddress>" + outlook),
    request("<EMailAddress>&lt;i&gt;@example.com</EMailAddress>" + outlook),
    request("<EMailAddress>a&b@example.com</EMailAddress>" + outlook), // not well-formed
    "<!DOCTYPE Autodiscover>" + request(address + outlook),
};
BOOST_DATA_TEST_CASE(an_improper_request_is_600, data::make(invalid)) {
    BOOST_TEST(read(sample) == "600");
}

const std::string foreign[] = {
    "urn:nope",
    microsoft + "outlook/responseschema/2006A",
    microsoft + "outlook/responseschema/2006a/",
    microsoft + "outlook/responseschema/",
    microsoft + "responseschema/2006",
    "ftp://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a",
};
BOOST_DATA_TEST_CASE(an_unknown_schema_is_601, data::make(foreign)) {
    BOOST_TEST(read(request(address + schema(sample))) == "601");
}

BOOST_AUTO_TEST_CASE(a_legacy_dn_alone_is_500) {
    BOOST_TEST(read(request("<LegacyDN>/o=x/cn=y</LegacyDN>" + outlook)) == "500");
    BOOST_TEST(read(request("<EMailAddress/><LegacyDN>/o=x/cn=y</LegacyDN>" + outlook)) == "500");
}

BOOST_AUTO_TEST_CASE(unusual_but_valid_addresses_work) {
    for (const std::string local : {"o'brien", "a+b", "a.b", "!#$%*/=?^_`{|}~-"}) {
        const std::string text = local + "@example.com";
        BOOST_TEST(read(request("<EMailAddress>" + text + "</EMailAddress>" + outlook)) == "outlook " + text);
    }
    BOOST_TEST(read(request("<EMailAddress>a&amp;b@example.com</EMailAddress>" + outlook)) ==
               "outlook a&b@example.com");
    BOOST_TEST(read(request("<EMailAddress>a@b\xc3\xbc"
                            "cher.example</EMailAddress>" +
                            outlook)) == "outlook a@xn--bcher-kva.example");
}

BOOST_AUTO_TEST_SUITE_END()
