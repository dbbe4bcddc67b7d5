// SPDX-License-Identifier: MIT
// What the writer writes is read back through the reader, without its DOCTYPE, which the reader refuses.
#include "autodiscover/format/plist_writer.hpp"

#include "autodiscover/format/xml_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <stdexcept>
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

/// The document whose root `content(PlistWriter&)` writes.
template <typename Content>
std::string document_of(Content content) {
    Output out;
    PlistWriter plist(out);
    plist.document([&] { content(plist); });
    return out.take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(plist_writer)

BOOST_AUTO_TEST_CASE(an_empty_profile_is_a_dictionary) {
    const std::string written = document_of([](PlistWriter& /*plist*/) {});
    BOOST_TEST(written == std::string(prologue) + "<plist version=\"1.0\">\n<dict>\n</dict>\n</plist>\n");
}

BOOST_AUTO_TEST_CASE(values_carry_their_types) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.string("S", "a & <b>");
        plist.integer("I", 993);
        plist.integer("L", std::numeric_limits<std::int64_t>::min());
        plist.boolean("T", true);
        plist.boolean("F", false);
        plist.word("W", "com.apple.mail.managed");
        plist.uuid("U", uuid_namespace_dns);
    });
    BOOST_TEST(read_back(written) ==
               "0:plist 1:dict 2:key=S 2:string=a & <b> 2:key=I 2:integer=993 2:key=L "
               "2:integer=-9223372036854775808 2:key=T 2:true 2:key=F 2:false 2:key=W "
               "2:string=com.apple.mail.managed 2:key=U 2:string=6BA7B810-9DAD-11D1-80B4-00C04FD430C8 ");
}

BOOST_AUTO_TEST_CASE(an_empty_string_is_left_out_with_its_key) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.string("S", "");
        plist.boolean("T", true);
    });
    BOOST_TEST(read_back(written) == "0:plist 1:dict 2:key=T 2:true ");
}

BOOST_AUTO_TEST_CASE(pieces_are_joined) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.string("S", {"a", "", "&", "b"});
    });
    BOOST_TEST(read_back(written) == "0:plist 1:dict 2:key=S 2:string=a&b ");
}

BOOST_AUTO_TEST_CASE(an_array_of_dictionaries) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.array("A", [&] {
            plist.dictionary([&] { plist.integer("N", 1); });
            plist.dictionary([&] { plist.integer("M", 2); });
        });
        plist.string("Z", "z");
    });
    BOOST_TEST(read_back(written) == "0:plist 1:dict 2:key=A 2:array 3:dict 4:key=N 4:integer=1 3:dict "
                                     "4:key=M 4:integer=2 2:key=Z 2:string=z ");
}

BOOST_AUTO_TEST_CASE(days_and_durations) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.date("D", "2027-01-01");
        plist.date("E", "");
        plist.real("R", 2592000);
    });
    BOOST_TEST(read_back(written) ==
               "0:plist 1:dict 2:key=D 2:date=2027-01-01T00:00:00Z 2:key=R 2:real=2592000 ");
}

BOOST_AUTO_TEST_CASE(texts_under_keys_of_an_operator) {
    const std::string written = document_of([&](PlistWriter& plist) {
        plist.texts("T",
                    std::vector<std::pair<std::string, std::string>>{{"de", "Tür & <Tor>"}, {"a&b", "x"}});
        plist.texts("U", {});
    });
    BOOST_TEST(read_back(written) ==
               "0:plist 1:dict 2:key=T 2:dict 3:key=de 3:string=Tür & <Tor> 3:key=a&b 3:string=x ");
}

BOOST_AUTO_TEST_CASE(what_xml_cannot_carry_is_refused) {
    for (const std::string_view bad :
         {std::string_view("a\0b", 3), std::string_view("a\x01"), std::string_view("0123456789abcdef\x1f"),
          std::string_view("\xff"), std::string_view("\xed\xa0\x80"), std::string_view("\xef\xbf\xbe"),
          std::string_view("0123456789abcde\xc3")}) {
        BOOST_CHECK_THROW(document_of([&](PlistWriter& plist) { plist.string("S", bad); }),
                          std::invalid_argument);
    }
}

BOOST_AUTO_TEST_SUITE_END()
