// SPDX-License-Identifier: MIT
// Every directory under test/cases through respond(); test/cases/README.md explains the files.
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/responder/responder.hpp"

#include "unit/parsed_request.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace autodiscover;
using autodiscover::test::ParsedRequest;

namespace {

const fs::path root = "test/cases";

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, "cannot read " << path);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Directory> directory_for(const fs::path& config) {
    static std::map<std::string, std::shared_ptr<const Directory>> loaded;
    std::shared_ptr<const Directory>& entry = loaded[config.string()];
    if (entry == nullptr) {
        LoadResult result = load_config(config.string());
        for (const Diagnostic& diagnostic : result.diagnostics) {
            BOOST_TEST_MESSAGE(to_string(diagnostic));
        }
        BOOST_REQUIRE_MESSAGE(result.config.has_value(), config << " does not load");
        entry = make_directory(std::move(*result.config));
    }
    return entry;
}

/// The revision in an ETag changes with every edit of a configuration; goldens only say that it is there.
std::string print(const Response& response) {
    std::string out = std::to_string(response.status) + "\n";
    if (!response.content_type.empty()) {
        out.append("Content-Type: ").append(response.content_type).append("\n");
    }
    for (const char c : response.headers.lines()) {
        if (c != '\r') {
            out += c;
        }
    }
    constexpr std::string_view tag = "ETag: \"";
    if (const std::size_t at = out.find(tag); at != std::string::npos) {
        const std::size_t begin = at + tag.size();
        out.replace(begin, out.find('"', begin) - begin, "REVISION");
    }
    out += "\n";
    return response.omit_body ? out : out + response.body;
}

std::vector<fs::path> all_cases() {
    std::vector<fs::path> found;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
        if (entry.path().filename() == "request") {
            found.push_back(entry.path().parent_path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

void run_case(const fs::path& directory) {
    if (fs::exists(directory / "server_only")) {
        return;
    }
    const fs::path own = directory / "config.yaml";
    const auto served = directory_for(fs::exists(own) ? own : root / "config.yaml");
    const std::string text = read_file(directory / "request");
    const ParsedRequest parsed(text);
    const std::string actual = print(respond(parsed.request, *served).response);

    fs::path golden = directory / "response";
    if (fs::exists(directory / "same_as")) {
        golden = root / std::string(trim(read_file(directory / "same_as"))) / "response";
    } else if (std::getenv("UPDATE_GOLDENS") != nullptr && std::getenv("CI") == nullptr) {
        std::ofstream(golden, std::ios::binary) << actual;
    }
    const std::string expected = read_file(golden);
    if (actual != expected) {
        const fs::path shown = fs::temp_directory_path() / "autodiscover-case-actual";
        std::ofstream(shown, std::ios::binary) << actual;
        // A unified diff says more than two documents.
        if (std::system(("diff -u '" + golden.string() + "' '" + shown.string() + "'").c_str()) == 0) {
            BOOST_TEST_MESSAGE("no visible difference");
        }
    }
    BOOST_CHECK_MESSAGE(actual == expected, directory.string());
}

} // namespace

/// One Boost test a case, so that a run can name and count them.
struct CaseSuite {
    CaseSuite() {
        if (!fs::exists(root)) {
            return;
        }
        auto* const suite = BOOST_TEST_SUITE("cases");
        for (const fs::path& directory : all_cases()) {
            suite->add(boost::unit_test::make_test_case([directory] { run_case(directory); },
                                                        fs::relative(directory, root).string(), __FILE__,
                                                        __LINE__));
        }
        boost::unit_test::framework::master_test_suite().add(suite);
    }
};
static const CaseSuite case_suite; // NOLINT: Boost.Test collects its tests before main
