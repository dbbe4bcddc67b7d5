// SPDX-License-Identifier: MIT
// A request, written as test/cases has them, through respond(). HTTP/1.0 asks the configuration in which
// everything is switched on and everything has to be escaped, any other version that of the cases.
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/oracle.hpp"
#include "unit/parsed_request.hpp"

using namespace autodiscover;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    static const auto plain = fuzz::load_directory("test/cases/config.yaml");
    static const auto rich = fuzz::load_directory("test/fuzz/rich.yaml");
    (void)is_initialized;
    const test::ParsedRequest parsed(std::string_view(reinterpret_cast<const char*>(data), size));
    fuzz::check_answer(parsed.request, parsed.version == "HTTP/1.0" ? *rich : *plain);
    return 0;
}
