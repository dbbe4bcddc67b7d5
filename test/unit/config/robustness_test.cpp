// SPDX-License-Identifier: MIT
// A file that is half written, or not the file that was meant.
#include "autodiscover/config/yaml/text_file.hpp"
#include "folder.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

std::string example() {
    const Result<std::string> text = read_file("conf/example.yaml", 1U << 20U);
    BOOST_REQUIRE(text.ok());
    return *text;
}

/// Loads `text`; a refusal must say why.
void load(const Folder& folder, std::string_view text) {
    folder.write("c", text);
    const LoadResult result = load_config(folder.path("c"));
    if (!result.config) {
        BOOST_REQUIRE(std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                                  [](const Diagnostic& diagnostic) { return diagnostic.is_error; }));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(robustness)

BOOST_AUTO_TEST_CASE(every_beginning_of_the_example_ends) {
    const Folder folder;
    const std::string text = example();
    // Every one takes minutes under a sanitizer: `make check-long` has all, every other run one of 17.
    const std::size_t step = std::getenv("AUTODISCOVER_TEST_LONG") != nullptr ? 1 : 17;
    for (std::size_t length = 0; length < text.size(); length += step) {
        load(folder, std::string_view(text).substr(0, length));
    }
}

BOOST_AUTO_TEST_CASE(a_beginning_is_not_another_configuration) {
    // Cut inside a line, a quoted text or a flow mapping is an error; a whole line less is another file.
    const std::string_view text = "provider: { name: Example, domain: example.com }\n"
                                  "services: { imaps: &s { host: a.b }, submissions: *s }\n"
                                  "domains: { \"a.example\": { name: \"A\" } }\n";
    const Folder folder;
    for (std::size_t length = 0; length < text.size() - 1; ++length) {
        folder.write("c", text.substr(0, length));
        const LoadResult result = load_config(folder.path("c"));
        if (length > 0 && text[length - 1] != '\n') {
            const std::string found = folder.findings(result);
            BOOST_TEST(found.find("the file may have been cut; end it with a newline\n") != std::string::npos,
                       found);
        }
        const bool at_line_end = text[length] == '\n' || (length > 0 && text[length - 1] == '\n');
        BOOST_TEST(result.config.has_value() <= at_line_end, text.substr(0, length));
    }
}

BOOST_AUTO_TEST_CASE(changed_octets_end) {
    const Folder folder;
    const std::string text = example();
    std::uint32_t state = 12345;
    const auto random = [&state] {
        state = state * 1664525 + 1013904223; // the same sequence on every machine
        return state >> 8U;
    };
    for (int i = 0; i < 500; ++i) {
        std::string changed = text;
        for (std::uint32_t count = 1 + random() % 3; count > 0; --count) {
            changed[random() % changed.size()] = static_cast<char>(random());
        }
        load(folder, changed);
    }
}

BOOST_AUTO_TEST_SUITE_END()
