// SPDX-License-Identifier: MIT
// Included before anything else of a unit test, from a precompiled header: see test.mk.
#include <boost/test/unit_test.hpp>
