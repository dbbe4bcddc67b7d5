// SPDX-License-Identifier: MIT
// Every allocation fails once. Each case of test/cases is asked of respond(), and each configuration is
// loaded, again and again: the first allocation fails, then the second, until one run gets through; and once
// more with all failing from the k-th on. What must come of it: the very answer, or 503; the very
// configuration, or bad_alloc, or errors. And nothing leaks: afterwards as many blocks are alive as before.
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/responder/responder.hpp"
#include "hostile/allocations.hpp"
#include "unit/parsed_request.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace fs = std::filesystem;
using namespace autodiscover;
using namespace autodiscover::test;

namespace {

const fs::path root = "test/cases";
constexpr long most_allocations = 200000; // a run that needs more does not end

struct Count {
    long runs = 0;
    long failures = 0; // of allocations
    long passed = 0;
    long failed = 0;

    void check(bool holds, const std::string& name, const std::string& what) {
        ++(holds ? passed : failed);
        if (!holds) {
            std::cout << "FAILED " << name << ": " << what << '\n';
        }
    }
};

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// One run with a failing allocation. `attempt` says what is wrong with its outcome, if anything.
template <typename Attempt>
bool is_good(Count& count, const std::string& name, long k, bool all_from_there, Attempt attempt,
             bool& is_through) {
    allocations::fail_at(k, all_from_there);
    const std::string problem = attempt();
    is_through = !allocations::stop_failing();
    ++count.runs;
    count.failures += is_through ? 0 : 1;
    if (!problem.empty()) {
        std::cout << name << ", allocation " << k << (all_from_there ? " and all after it: " : ": ")
                  << problem << '\n';
    }
    return problem.empty();
}

/// Runs `attempt` with the k-th allocation failing until a further run leaves as many blocks alive as the one
/// before. `refill` is a good run, which brings caches back to where they were. Returns how many blocks the
/// last run left.
template <typename Attempt, typename Refill>
long growth(Attempt attempt, Refill refill) {
    constexpr int most_repetitions = 20; // OpenSSL keeps its last 16 errors
    attempt();
    refill();
    long grown = 0;
    for (int i = 0; i < most_repetitions; ++i) {
        const long before = allocations::alive();
        attempt();
        refill();
        grown = allocations::alive() - before;
        if (grown == 0) {
            break;
        }
    }
    return grown;
}

/// Runs `attempt` with the first, second, ... allocation failing, until none failed. A leak is what grows
/// from one failure to the next of its kind.
template <typename Attempt, typename Refill>
void torture(Count& count, const std::string& name, Attempt attempt, Refill refill) {
    refill();
    for (const bool all_from_there : {false, true}) {
        bool is_through = false;
        bool holds = true;
        for (long k = 1; !is_through && k < most_allocations; ++k) {
            const auto once = [&] {
                holds = is_good(count, name, k, all_from_there, attempt, is_through) && holds;
            };
            const long grown = growth(once, refill);
            if (grown != 0) {
                holds = false;
                std::cout << name << ", allocation " << k << (all_from_there ? " and all after it" : "")
                          << ": leaks\n";
            }
        }
        count.check(holds && is_through, name, "see above");
    }
}

std::string whole(const Answer& answer) {
    Output out;
    serialize(answer.response, out);
    return out.take();
}

void torture_case(Count& count, const fs::path& folder, const Directory& directory) {
    const std::string text = read_file(folder / "request");
    const ParsedRequest parsed(text);
    const std::string expected = whole(respond(parsed.request, directory));
    torture(
        count, folder.string(),
        [&]() -> std::string {
            const Answer answer = respond(parsed.request, directory);
            allocations::pause();
            const std::string actual = whole(answer);
            const bool is_503 = answer.response.status == 503 && answer.response.body.empty();
            return is_503 || actual == expected ? "" : "answered " + actual;
        },
        [&] { (void)respond(parsed.request, directory); });
}

/// What a load comes to, for comparison.
std::string outcome(const LoadResult& result) {
    std::string out = result.config ? "loaded\n" : "refused\n";
    for (const Diagnostic& diagnostic : result.diagnostics) {
        out += to_string(diagnostic) + "\n";
    }
    return out;
}

/// The answers to one request for each protocol.
std::string answers(const Directory& directory) {
    std::string out;
    for (const Protocol* protocol : all_protocols()) {
        Request request;
        request.path = protocol->routes.front().path;
        request.query = "emailaddress=a@example.com&Email=a@example.com&Protocol=AutodiscoverV1";
        request.host = "autoconfig.example.com";
        out += whole(respond(request, directory));
    }
    return out;
}

void torture_load(Count& count, const std::string& path) {
    LoadResult first = load_config(path);
    const std::string expected = outcome(first);
    const std::string expected_answers =
        first.config ? answers(*make_directory(std::move(*first.config))) : "";
    torture(
        count, path,
        [&]() -> std::string {
            try {
                LoadResult result = load_config(path);
                allocations::pause();
                if (!result.config) {
                    const auto is_error = [](const Diagnostic& found) { return found.is_error; };
                    return std::any_of(result.diagnostics.begin(), result.diagnostics.end(), is_error)
                               ? ""
                               : "refused without a reason";
                }
                if (outcome(result) != expected) {
                    return "loaded, but not as before: " + outcome(result);
                }
                allocations::resume();
                const auto directory = make_directory(std::move(*result.config));
                allocations::pause();
                return answers(*directory) == expected_answers ? "" : "loaded, but answers otherwise";
            } catch (const std::bad_alloc&) {
                return "";
            }
        },
        [] {});
}

std::shared_ptr<const Directory> directory_for(const fs::path& config) {
    static std::map<std::string, std::shared_ptr<const Directory>> loaded;
    auto& entry = loaded[config.string()];
    if (entry == nullptr) {
        entry = make_directory(std::move(*load_config(config.string()).config));
    }
    return entry;
}

std::vector<fs::path> all_cases() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.path().filename() == "request" && !fs::exists(entry.path().parent_path() / "server_only")) {
            found.push_back(entry.path().parent_path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

void print(const char* what, const Count& count) {
    std::cout << count.failures << " allocations failed in " << count.runs << " runs of " << what << '\n';
}

} // namespace

int main() {
    initialize_xml();
    Count cases;
    for (const fs::path& folder : all_cases()) {
        const fs::path own = folder / "config.yaml";
        torture_case(cases, folder, *directory_for(fs::exists(own) ? own : root / "config.yaml"));
    }
    print("respond()", cases);
    Count loads;
    for (const char* path :
         {"conf/minimal.yaml", "conf/example.yaml", "conf/hoster.yaml", "test/cases/config.yaml",
          "test/fuzz/rich.yaml", "test/hostile/wrong.yaml", "test/hostile/no_yaml.yaml", "/nowhere.yaml"}) {
        torture_load(loads, path);
    }
    print("load_config()", loads);
    if (cases.passed < 500 || loads.passed < 16) {
        loads.check(false, "torture", "too few to mean anything");
    }
    std::cout << cases.passed + loads.passed << " passed, " << cases.failed + loads.failed << " failed\n";
    return cases.failed + loads.failed == 0 ? 0 : 1;
}
