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

BOOST_AUTO_TEST_SUITE_END()
