// SPDX-License-Identifier: MIT
#include "../../../../src/config/yaml/view_buffer.hpp"

#include <boost/test/unit_test.hpp>
#include <istream>
#include <iterator>
#include <string>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(view_buffer)

BOOST_AUTO_TEST_CASE(a_text_is_read_to_its_end) {
    for (const std::string_view text : {std::string_view("a\0\xff\n", 4), std::string_view()}) {
        ViewBuffer buffer(text);
        std::istream stream(&buffer);
        BOOST_TEST(std::string(std::istreambuf_iterator<char>(stream), {}) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
