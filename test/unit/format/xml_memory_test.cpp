// SPDX-License-Identifier: MIT
#include "../../../src/format/xml_memory.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(xml_memory)

BOOST_AUTO_TEST_CASE(a_small_block_is_kept_for_the_next_of_its_size) {
    XmlMemory memory;
    void* const first = memory.allocate(100);
    void* const second = memory.allocate(100);
    BOOST_TEST(first != second);
    memory.deallocate(first);
    BOOST_TEST(memory.allocate(97) == first); // 97 to 112 octets are one size
    memory.deallocate(second);
    BOOST_TEST(memory.allocate(113) != second);
}

BOOST_AUTO_TEST_CASE(all_of_a_block_may_be_used) {
    XmlMemory memory;
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 512U, 513U, 100000U}) {
        void* const block = memory.allocate(size);
        std::memset(block, 0xff, size); // the sanitizers would see more than there is
        memory.deallocate(block);
        void* const again = memory.allocate(size);
        std::memset(again, 0xff, size);
    } // and that what was not given back goes with the memory
    memory.deallocate(nullptr);
}

BOOST_AUTO_TEST_CASE(too_much_is_refused_in_the_terms_of_xerces) {
    XmlMemory memory;
    BOOST_CHECK_THROW(memory.allocate(std::size_t{1} << 62U), xercesc::OutOfMemoryException);
}

BOOST_AUTO_TEST_SUITE_END()
