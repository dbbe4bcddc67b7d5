// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/zone_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string txt(std::string_view text) {
    ZoneFile zone;
    zone.txt("a.example", text);
    const std::string start = "a.example. 3600 IN TXT   ";
    BOOST_TEST(zone.text().starts_with(start));
    return zone.text().substr(start.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(zone_file)

BOOST_AUTO_TEST_CASE(columns_are_aligned) {
    ZoneFile zone;
    zone.comment("a comment is as long as it likes to be");
    zone.gap();
    zone.record("a.example", "CNAME", "b.example.");
    zone.suggestion("longer.example", "A", "192.0.2.1");
    BOOST_TEST(zone.text() == "; a comment is as long as it likes to be\n\n"
                              "a.example.       3600 IN CNAME b.example.\n"
                              ";longer.example. 3600 IN A     192.0.2.1\n");
}

BOOST_AUTO_TEST_CASE(types_of_any_length_keep_the_columns) {
    ZoneFile zone;
    zone.record("a.example", "A", "192.0.2.1");
    for (const std::string_view type :
         {"DNSKEY", "TYPE257", "NSEC3PARAM"}) { // six letters, seven, the longest
        zone.record("a.example", type, "data");
        const std::string text = zone.text();
        const std::string first = text.substr(0, text.find('\n'));
        BOOST_TEST(text.ends_with("a.example. 3600 IN " + std::string(type) + " data\n"), text);
        BOOST_TEST(first == "a.example. 3600 IN A" + std::string(type.size(), ' ') + "192.0.2.1", text);
    }
}

BOOST_AUTO_TEST_CASE(texts_are_quoted) {
    BOOST_TEST(txt("v=1; a=b") == "\"v=1; a=b\"\n");
    BOOST_TEST(txt("a\"b\\c\n\x7f\xc3\xbc") == R"("a\"b\\c\010\127\195\188")"
                                               "\n");
    BOOST_TEST(txt("") == "\"\"\n");
}

BOOST_AUTO_TEST_CASE(no_string_is_longer_than_an_octet_can_count) {
    BOOST_TEST(txt(std::string(255, 'x')) == "\"" + std::string(255, 'x') + "\"\n");
    BOOST_TEST(txt(std::string(256, 'x')) == "\"" + std::string(255, 'x') + "\" \"x\"\n");
    // What is written in two characters is one.
    BOOST_TEST(txt(std::string(255, '\\')) == "\"" + std::string(510, '\\') + "\"\n");
}

BOOST_AUTO_TEST_SUITE_END()
