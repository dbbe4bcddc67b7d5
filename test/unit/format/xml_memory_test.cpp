// SPDX-License-Identifier: MIT
#include "../../../src/format/xml_memory.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

using namespace autodiscover;

BOOST_AUTO_TEST_SUITE(xml_memory)

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

BOOST_AUTO_TEST_CASE(what_is_given_back_in_the_middle_leaves_the_others) {
    XmlMemory memory;
    void* const first = memory.allocate(10);
    void* const second = memory.allocate(20);
    void* const third = memory.allocate(30);
    memory.deallocate(second);
    memory.deallocate(first);
    std::memset(third, 0xff, 30);
}

BOOST_AUTO_TEST_CASE(a_block_that_was_given_back_is_used_again) {
    XmlMemory memory;
    void* const first = memory.allocate(100);
    void* const second = memory.allocate(100);
    BOOST_TEST(second != first);
    memory.deallocate(first);
    memory.deallocate(second);
    BOOST_TEST(memory.allocate(65) == second); // the same power of two, the last one first
    BOOST_TEST(memory.allocate(128) == first);
    void* const larger = memory.allocate(129);
    BOOST_TEST(larger != first);
    BOOST_TEST(larger != second);
}

BOOST_AUTO_TEST_CASE(what_is_in_use_is_counted) {
    XmlMemory memory;
    BOOST_TEST(memory.in_use() == 0);
    void* const small = memory.allocate(1);
    BOOST_TEST(memory.in_use() == 32);
    void* const large = memory.allocate(33);
    BOOST_TEST(memory.in_use() == 32 + 64);
    memory.deallocate(small);
    BOOST_TEST(memory.in_use() == 64);
    memory.deallocate(large);
    BOOST_TEST(memory.in_use() == 0);
}

BOOST_AUTO_TEST_CASE(what_no_machine_has_is_refused) {
    XmlMemory memory;
    BOOST_CHECK_THROW(memory.allocate(std::size_t{1} << 40), xercesc::OutOfMemoryException);
    BOOST_TEST(memory.in_use() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
