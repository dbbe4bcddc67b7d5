// SPDX-License-Identifier: MIT
#include "autodiscover/model/domain.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace autodiscover;

namespace {

std::string parsed(std::string_view text) {
    const Result<Domain> domain = Domain::parse(text);
    return domain ? std::string(domain->view()) : "error: " + domain.error().message;
}

/// Labels of a length, joined by dots.
std::string labels(std::size_t length, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += (i == 0 ? "" : ".") + std::string(length, 'a');
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(domain)

BOOST_AUTO_TEST_CASE(spellings_of_one_name_are_equal) {
    BOOST_TEST(parsed("Example.COM.") == "example.com");
    BOOST_TEST(parsed("localhost") == "localhost");
    BOOST_TEST(parsed("1and1.example") == "1and1.example");
    BOOST_TEST(parsed("a--b.example") == "a--b.example");
    BOOST_CHECK(*Domain::parse("EXAMPLE.com") == *Domain::parse("example.com."));
    BOOST_CHECK(!(*Domain::parse("example.com") == *Domain::parse("example.org")));
}

BOOST_AUTO_TEST_CASE(u_labels_become_a_labels) { // RFC 5891 5
    BOOST_TEST(parsed("bücher.example") == "xn--bcher-kva.example");
    BOOST_TEST(parsed("BÜCHER.Example") == "xn--bcher-kva.example");
    BOOST_TEST(parsed("bu\xcc\x88"
                      "cher.example") == "xn--bcher-kva.example"); // decomposed
    BOOST_TEST(parsed("xn--bcher-kva.example") == "xn--bcher-kva.example");
    BOOST_TEST(parsed("straße.example") == "xn--strae-oqa.example"); // IDNA2008 keeps it
    BOOST_TEST(parsed("例え.テスト") == "xn--r8jz45g.xn--zckzah");
    for (const char* const invisible : {"\u00ad", "\u200b", "\u2060", "\ufeff"}) { // UTS 46 drops them
        BOOST_TEST(parsed(std::string("ü") + invisible + "b.example") == parsed("üb.example"));
    }
    for (const char* const odd :
         {"\u00a0", "\u2028", "\u202e", "\uff20", "\ufe6b", "\u3000", "\ue000", "\u0378"}) {
        BOOST_TEST(parsed(std::string("ü") + odd + "b.example").starts_with("error: "));
    }
    for (const std::string_view text :
         {"\xff.example", "a\xcc\x88..example", "ü b.example", "ü_.example", "-ü.example"}) {
        BOOST_TEST(parsed(text).starts_with("error: "));
    }
    BOOST_TEST(parsed(std::string("\xc3\xbc\0.example", 11)).starts_with("error: "));
    BOOST_TEST(parsed(std::string(2000, '\xc3')).starts_with("error: "));
}

BOOST_AUTO_TEST_CASE(what_no_host_name_has) { // RFC 1123 2.1
    BOOST_TEST(parsed("") == "error: the name is empty");
    BOOST_TEST(parsed(".") == "error: the name is empty");
    BOOST_TEST(parsed("a..b") == "error: a label of the name is empty");
    BOOST_TEST(parsed(".a") == "error: a label of the name is empty");
    BOOST_TEST(parsed("a..") == "error: a label of the name is empty");
    BOOST_TEST(parsed("-a.b") == "error: a label of the name begins with a hyphen");
    BOOST_TEST(parsed("a-.b") == "error: a label of the name ends with a hyphen");
    BOOST_TEST(parsed("a.b-") == "error: a label of the name ends with a hyphen");
    for (const std::string_view text : {"a b", "a_b", "a@b", "a/b", "a:1", "*.a", "[::1]", "a%b", "a\nb"}) {
        BOOST_TEST(parsed(text) ==
                   "error: the name holds a character other than letters, digits, hyphens and dots");
    }
    BOOST_TEST(parsed(std::string_view("a\0b", 3)).starts_with("error: "));
}

BOOST_AUTO_TEST_CASE(lengths) { // RFC 1035 2.3.4
    BOOST_TEST(parsed(std::string(63, 'a')) == std::string(63, 'a'));
    BOOST_TEST(parsed(std::string(64, 'a')) == "error: a label of the name is longer than 63 characters");
    const std::string longest = labels(63, 3) + "." + std::string(61, 'b'); // 253
    BOOST_REQUIRE(longest.size() == 253U);
    BOOST_TEST(parsed(longest) == longest);
    BOOST_TEST(parsed(longest + ".") == longest);
    BOOST_TEST(parsed(longest + "b") == "error: the name is longer than 253 characters");
}

BOOST_AUTO_TEST_SUITE_END()
