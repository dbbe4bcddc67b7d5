// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE autodiscover
#include "autodiscover/format/xml_reader.hpp"

#include <boost/test/unit_test.hpp>

namespace {

struct Process {
    Process() { autodiscover::initialize_xml(); }
};

} // namespace

BOOST_TEST_GLOBAL_FIXTURE(Process);
