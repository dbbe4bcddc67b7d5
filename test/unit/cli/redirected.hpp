// SPDX-License-Identifier: MIT
#pragma once
/// What a piece of code writes to standard output or standard error.

#include "../config/folder.hpp"

#include <cstdio>
#include <fcntl.h>
#include <iterator>
#include <unistd.h>

namespace autodiscover::test {

/// Sends a stream of this process to a file while it lives.
class Redirected {
  public:
    Redirected(std::FILE* stream, const std::string& path)
        : stream_(stream), saved_(::dup(::fileno(stream))) {
        std::fflush(stream);
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        BOOST_REQUIRE(file >= 0);
        ::dup2(file, ::fileno(stream));
        ::close(file);
    }
    ~Redirected() {
        std::fflush(stream_);
        ::dup2(saved_, ::fileno(stream_));
        ::close(saved_);
    }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

  private:
    std::FILE* stream_;
    int saved_;
};

inline std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace autodiscover::test
