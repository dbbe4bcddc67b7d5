// SPDX-License-Identifier: MIT
// conf/example.yaml cut at every octet, and with one octet changed in 10,000 ways, at a seed that is printed:
// the loader never crashes and never takes a second; what it refuses has errors, each at a place of the file;
// what it accepts is answered from, means the same when it is read again, and means what the example does
// where only a comment changed.
#include "autodiscover/base/text.hpp"
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/responder/responder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace autodiscover;

namespace {

constexpr int mutations = 10000;
constexpr std::chrono::milliseconds slowest_allowed{1000};

/// What each protocol tells about the domains of the example, apart from the revision, which is a digest of
/// the text.
std::string meaning(Config config) {
    std::string out;
    const auto directory = make_directory(std::move(config));
    for (const char* domain : {"example.com", "example.org", "customer.example", "xn--bcher-kva.example",
                               "a.users.example", "unknown.example"}) {
        for (const Protocol* protocol : all_protocols()) {
            for (const char* user : {"max", "info", "eva"}) {
                Request request;
                const std::string address = std::string(user) + "@" + domain;
                const std::string query =
                    "emailaddress=" + address + "&email=" + address + "&Protocol=AutodiscoverV1";
                const std::string host = std::string("autoconfig.") + domain;
                request.path = protocol->routes.front().path;
                request.query = query;
                request.host = host;
                const Response response = respond(request, *directory).response;
                out += std::to_string(response.status) + response.body + '\n';
            }
        }
    }
    return out;
}

class Judge {
  public:
    explicit Judge(fs::path folder) : folder_(std::move(folder)), path_((folder_ / "mutant.yaml").string()) {}

    /// What the text means; nothing when it is refused.
    std::optional<std::string> load(std::string_view text) {
        std::ofstream(path_, std::ios::binary) << text;
        const auto start = std::chrono::steady_clock::now();
        LoadResult result = load_config(path_);
        slowest_ = std::max(slowest_, std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::steady_clock::now() - start));
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        bool has_error = false;
        for (const Diagnostic& found : result.diagnostics) {
            has_error = has_error || found.is_error;
            check(found.file != path_ || found.line <= lines, "a finding behind the end", to_string(found));
            check(is_utf8(found.message) && !has_control_character(found.message), "an unreadable finding",
                  to_string(found));
        }
        check(has_error != result.config.has_value(), "neither loaded nor refused", text);
        return result.config ? std::optional(meaning(std::move(*result.config))) : std::nullopt;
    }

    void check(bool holds, std::string_view what, std::string_view shown) {
        if (!holds && ++failed_ < 10) {
            std::cout << "FAILED " << what << ": " << shown.substr(0, 2000) << '\n';
        }
    }
    int finish() {
        check(slowest_ <= slowest_allowed, "too slow", std::to_string(slowest_.count()));
        check(accepted_ > mutations / 10 && refused_ > mutations / 10, "too few to mean anything", "");
        std::cout << accepted_ << " accepted, " << changed_ << " of them with another meaning, " << refused_
                  << " refused; slowest load " << slowest_.count() << " ms\n"
                  << accepted_ + refused_ - failed_ << " passed, " << failed_ << " failed\n";
        return failed_ == 0 ? 0 : 1;
    }
    void count(bool is_accepted, bool is_changed) {
        ++(is_accepted ? accepted_ : refused_);
        changed_ += is_changed ? 1 : 0;
    }

  private:
    fs::path folder_;
    std::string path_;
    std::chrono::milliseconds slowest_{0};
    long accepted_ = 0;
    long refused_ = 0;
    long changed_ = 0;
    long failed_ = 0;
};

/// Whether the octet at `at` stands in a comment or is white space at the end of a line: it says nothing.
bool says_nothing(std::string_view text, std::size_t at) {
    const std::size_t start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::string_view before = text.substr(start, at - start);
    const std::size_t hash = before.find(" #");
    return (hash != std::string_view::npos && before.find('"') == std::string_view::npos) ||
           trim(before).starts_with('#');
}

} // namespace

int main(int count, char** arguments) {
    initialize_xml();
    const unsigned seed = count > 1 ? static_cast<unsigned>(std::atol(arguments[1])) : std::random_device()();
    std::cout << "seed " << seed << '\n';
    std::string pattern = (fs::temp_directory_path() / "autodiscover-XXXXXX").string();
    const fs::path folder = mkdtemp(pattern.data());
    fs::copy("conf", folder, fs::copy_options::recursive);
    std::ifstream in("conf/example.yaml", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Judge judge(folder);
    const std::optional<std::string> original = judge.load(text);
    judge.check(original.has_value(), "the example is refused", "");

    for (std::size_t size = 0; size < text.size(); ++size) {
        const auto cut = judge.load(std::string_view(text).substr(0, size));
        judge.count(cut.has_value(), cut && cut != original);
    }
    std::mt19937 random(seed);
    for (int i = 0; i < mutations; ++i) {
        std::string mutant = text;
        const std::size_t at = random() % text.size();
        mutant[at] = static_cast<char>(random() % 256);
        const auto loaded = judge.load(mutant);
        const bool is_changed = loaded && loaded != original;
        judge.count(loaded.has_value(), is_changed);
        const bool is_comment =
            text[at] != '\n' && says_nothing(text, at) && mutant[at] != '\n' && mutant[at] != '\r';
        judge.check(!is_changed || !is_comment, "a comment means something",
                    mutant.substr(at > 40 ? at - 40 : 0, 80));
        judge.check(!loaded || judge.load(mutant) == loaded, "it means something else the second time",
                    mutant);
    }
    fs::remove_all(folder);
    return judge.finish();
}
