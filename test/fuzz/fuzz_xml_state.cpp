// SPDX-License-Identifier: MIT
// Many documents in one process, each with names that no other had: "@@" in the input becomes such a name.
// What documents leave behind in the reader of XML must not grow with their number, nor change what the next
// one says.
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <malloc.h>
#include <string>

#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
/// Of clang's <sanitizer/allocator_interface.h>; gcc has the function, but not the header.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes(); // NOLINT: its name
#endif

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

constexpr int documents = 40;
constexpr std::size_t most_left_behind = 32768; // bytes: less than one kilobyte a document
constexpr std::size_t longest = 4096;           // bytes of a document, the default of max_body

std::size_t heap_in_use() {
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
    return __sanitizer_get_current_allocated_bytes();
#else
    return mallinfo2().uordblks;
#endif
}

/// The same length each time, so that only what is kept can make a difference.
std::string fresh_name() {
    static unsigned count = 10000000;
    return "n" + std::to_string(++count);
}

void read_with_fresh_names(std::string_view pattern) {
    std::string document;
    for (std::size_t at = 0; at < pattern.size() && document.size() < longest;) {
        const std::size_t next = std::min(pattern.find("@@", at), pattern.size());
        document.append(pattern.substr(at, next - at));
        if (next < pattern.size()) {
            document.append(fresh_name());
        }
        at = next + 2;
    }
    [[maybe_unused]] const auto elements = read_xml(std::string_view(document).substr(0, longest));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const std::string_view pattern(reinterpret_cast<const char*>(data), size);
    for (int i = 0; i < documents; ++i) {
        read_with_fresh_names(pattern); // what it allocates once and for all
    }
    const std::size_t before = heap_in_use();
    for (int i = 0; i < documents; ++i) {
        read_with_fresh_names(pattern);
    }
    const std::size_t after = heap_in_use();
    require(after <= before + most_left_behind, "names are not kept", std::to_string(after - before));
    const auto good = read_xml("<a xmlns='b'>c<d/></a>");
    require(good && good->size() == 2 && good->front().text == "c" && good->back().name_space == "b",
            "a good document is read after any other");
    return 0;
}
