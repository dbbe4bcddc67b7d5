// SPDX-License-Identifier: MIT
#include "../../../src/format/xml_parser.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace autodiscover;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(xml_parser)

/// A document as clients send it.
std::string request(const std::string& schema, const std::string& prefix = "") {
    const std::string p = prefix.empty() ? "" : prefix + ":";
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<" + p + "Autodiscover xmlns" +
           (prefix.empty() ? "" : ":" + prefix) + "=\"http://schemas.microsoft.com/exchange/autodiscover/" +
           schema + "\"><" + p + "Request><" + p + "EMailAddress>alice@example.com</" + p +
           "EMailAddress></" + p + "Request></" + p + "Autodiscover>";
}

BOOST_AUTO_TEST_CASE(what_clients_send_does_not_wear_a_parser_out) {
    XmlParser parser(xml_limits_of_requests);
    XmlElements elements;
    for (int i = 0; i < 100; ++i) {
        for (const std::string& document :
             {request("outlook/requestschema/2006"), request("mobilesync/requestschema/2006"),
              request("outlook/requestschema/2006", "a"), std::string("<a/>"),
              std::string("<not well-formed>")}) {
            [[maybe_unused]] const auto read = parser.read(document, nullptr, elements);
        }
    }
    BOOST_TEST(!parser.is_worn());
}

const std::string worn_by[] = {"<a xmlns='NAME'/>", "<a xmlns:NAME='u'/>", "<a xmlns:b='NAME'/>",
                               "<NAME:a xmlns:NAME='u' b='NAME'><c xmlns='NAME'></a>"};
BOOST_DATA_TEST_CASE(names_that_xerces_keeps_wear_it_out, data::make(worn_by)) {
    XmlParser parser(xml_limits_of_requests);
    XmlElements elements;
    int documents = 0;
    for (; !parser.is_worn() && documents < 1000; ++documents) {
        std::string document = sample;
        for (std::size_t at = document.find("NAME"); at != std::string::npos;
             at = document.find("NAME", at)) {
            document.replace(at, 4, "n" + std::to_string(documents));
        }
        [[maybe_unused]] const auto read = parser.read(document, nullptr, elements);
    }
    BOOST_TEST(documents < 60); // each leaves 96 bytes and more
    BOOST_TEST(parser.read("<a>b</a>", nullptr, elements).ok());
    BOOST_TEST(elements.all().front().text == "b");
}

BOOST_AUTO_TEST_SUITE_END()
