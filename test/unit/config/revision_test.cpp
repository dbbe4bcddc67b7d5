// SPDX-License-Identifier: MIT
#include "autodiscover/config/revision.hpp"

#include "autodiscover/base/digest.hpp"
#include "folder.hpp"

#include <boost/algorithm/hex.hpp>
#include <iterator>

using namespace autodiscover;
using namespace autodiscover::test;

BOOST_AUTO_TEST_SUITE(revision)

BOOST_AUTO_TEST_CASE(revision_follows_from_every_file) {
    const Folder folder;
    folder.write("c", std::string(right) + "include: [d/*]\ndomain_lists: [l]\n")
        .write("d/a", "domains: { c.example: }\n")
        .write("l", "a.example\n");
    const auto revision = [&] { return load_config(folder.path("c")).config.value().revision; };
    const std::string first = revision();
    BOOST_TEST(first.size() == 16U);
    BOOST_TEST(first.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(revision() == first);
    folder.write("l", "b.example\n");
    const std::string second = revision();
    BOOST_TEST(second != first);
    folder.write("d/a", "domains: { d.example: }\n");
    BOOST_TEST(revision() != second);
}

BOOST_AUTO_TEST_CASE(the_cut_between_two_texts_counts) {
    const auto digest = [](std::string_view a, std::string_view b) {
        Revision revision;
        revision.add(a);
        revision.add(b);
        return revision.finish();
    };
    BOOST_TEST(digest("ab", "c") == digest("ab", "c"));
    BOOST_TEST(digest("ab", "c") != digest("a", "bc"));
    BOOST_TEST(digest("ab", "c") != digest("c", "ab"));
    BOOST_TEST(digest("abc", "") != Revision().finish());
}

BOOST_AUTO_TEST_CASE(the_version_counts) {
    constexpr std::string_view version = AUTODISCOVER_VERSION;
    const Sha256 expected = sha256(std::to_string(version.size()) + ":" + std::string(version));
    std::string hexadecimal;
    boost::algorithm::hex_lower(expected.begin(), expected.begin() + 8, std::back_inserter(hexadecimal));
    BOOST_TEST(Revision().finish() == hexadecimal);
}

BOOST_AUTO_TEST_SUITE_END()
