// SPDX-License-Identifier: MIT
// What the writer writes is read back through the reader, without its DOCTYPE, which the reader refuses.
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/format/xml_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>

using namespace autodiscover;

namespace {

constexpr std::string_view prologue =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n";

/// "depth:name=text" of every element.
std::string read_back(std::string_view plist) {
    BOOST_REQUIRE(plist.starts_with(prologue));
    const auto elements = read_xml(plist.substr(prologue.size()));
    BOOST_REQUIRE(elements.ok());
    std::string out;
    for (const XmlElement& e : *elements) {
        const bool is_leaf = e.text.find_first_not_of(" \n") != std::string::npos;
        out += std::to_string(e.depth) + ":" + e.local_name + (is_leaf ? "=" + e.text : "") + " ";
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(plist_writer)

BOOST_AUTO_TEST_CASE(an_empty_profile_is_a_dictionary) {
    std::string out;
    { const PlistWriter plist(out); }
    BOOST_TEST(out == std::string(prologue) + "<plist version=\"1.0\">\n  <dict>\n  </dict>\n</plist>\n");
}

BOOST_AUTO_TEST_CASE(values_carry_their_types) {
    std::string out;
    {
        PlistWriter plist(out);
        plist.string("S", "a & <b>");
        plist.integer("I", 993);
        plist.integer("L", std::numeric_limits<std::int64_t>::min());
        plist.boolean("T", true);
        plist.boolean("F", false);
    }
    BOOST_TEST(read_back(out) == "0:plist 1:dict 2:key=S 2:string=a & <b> 2:key=I 2:integer=993 2:key=L "
                                 "2:integer=-9223372036854775808 2:key=T 2:true 2:key=F 2:false ");
}

BOOST_AUTO_TEST_CASE(an_empty_string_is_left_out_with_its_key) {
    std::string out;
    {
        PlistWriter plist(out);
        plist.string("S", "");
        plist.boolean("T", true);
    }
    BOOST_TEST(read_back(out) == "0:plist 1:dict 2:key=T 2:true ");
}

BOOST_AUTO_TEST_CASE(arrays_hold_dictionaries) {
    std::string out;
    {
        PlistWriter plist(out);
        {
            const auto array = plist.array("A");
            for (const int i : {1, 2}) {
                const auto item = plist.item();
                plist.integer("N", i);
            }
        }
        plist.string("Z", "z");
    }
    BOOST_TEST(read_back(out) == "0:plist 1:dict 2:key=A 2:array 3:dict 4:key=N 4:integer=1 3:dict 4:key=N "
                                 "4:integer=2 2:key=Z 2:string=z ");
}

BOOST_AUTO_TEST_SUITE_END()
