// SPDX-License-Identifier: MIT
#pragma once
/// An Autodiscover answer in one line, for tests.

#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/http/message.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace autodiscover::test {

/// "Name=text" of all elements in the order of the document.
inline std::string outline(const Response& response) {
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.content_type == "text/xml; charset=utf-8");
    BOOST_TEST(response.headers.find(HeaderName::cache_control) == "no-store");
    BOOST_TEST(response.headers.find(HeaderName::x_content_type_options) == "nosniff");
    BOOST_TEST(response.body.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    const auto elements = read_xml(response.body);
    BOOST_REQUIRE(elements.ok());
    std::string out;
    for (const XmlElement& e : *elements) {
        const bool is_leaf = e.text.find_first_not_of(" \n") != std::string::npos;
        out += e.local_name + (is_leaf ? "=" + e.text : "") + " ";
    }
    return out;
}

} // namespace autodiscover::test
