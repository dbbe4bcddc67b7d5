// SPDX-License-Identifier: MIT
// The requests of a load and what may be answered to each; plan.py writes such files. Header only; for
// load.cpp.
#pragma once

#include "reply.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace trust {

struct Ask {
    unsigned weight = 0;
    bool is_head = false;
    std::string bytes;
    std::vector<Expected> answers;
};

inline std::string read_bytes(std::istream& in, std::size_t size) {
    std::string bytes(size, '\0');
    in.ignore(1); // the line break of the line before
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    return bytes;
}

/// Each request is a line "weight is-HEAD size number-of-answers" and its bytes, each answer a line "status
/// size" and its body.
inline std::vector<Ask> read_plan(const char* path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<Ask> asks;
    Ask ask;
    for (std::size_t size = 0, answers = 0; in >> ask.weight >> ask.is_head >> size >> answers;) {
        ask.bytes = read_bytes(in, size);
        ask.answers.clear();
        for (std::size_t i = 0; i < answers; ++i) {
            int status = 0;
            in >> status >> size;
            ask.answers.emplace_back(status, read_bytes(in, size));
        }
        asks.push_back(ask);
    }
    if (asks.empty() || in.bad()) {
        std::cerr << path << " is no plan\n";
        std::exit(2);
    }
    return asks;
}

} // namespace trust
