// SPDX-License-Identifier: MIT
#pragma once
/// How a fuzz target says that something is wrong: the process ends, and the fuzzer keeps the input.

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace autodiscover::fuzz {

inline void require(bool holds, std::string_view what, std::string_view shown = {}) {
    if (!holds) {
        std::cerr << "\nNOT SO: " << what << '\n' << shown << std::endl;
        std::abort();
    }
}

} // namespace autodiscover::fuzz
