// SPDX-License-Identifier: MIT
// Any octets as what a web server sends, framed or not: what is refused stays refused however much follows,
// what is ready stays ready, and what is ready ends with its own octets: these are the only streams that
// libfcgi gets to see.
#include "autodiscover/server/record_scan.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

using namespace autodiscover;
using autodiscover::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::size_t cut = input.number();
    const std::string_view stream = input.rest();
    const Scan whole = scan_request(stream);
    const Scan part = scan_request(stream.substr(0, cut % (stream.size() + 1)));
    require(part == Scan::incomplete || part == whole, "a verdict stands");
    require(scan_request(stream.substr(0, 7)) != Scan::ready, "no request has less than a header");
    return 0;
}
