// SPDX-License-Identifier: MIT
#pragma once
/// A folder of its own for each test that needs files, and the findings of a configuration as text.

#include "autodiscover/config/config_loader.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace autodiscover::test {

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "autodiscover-unit-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }
    const Folder& write(std::string_view name, std::string_view text) const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream out(path(name), std::ios::binary);
        out << text;
        BOOST_REQUIRE(out.flush());
        return *this;
    }
    /// All findings, a line each, without this folder's name.
    [[nodiscard]] std::string findings(const LoadResult& result) const {
        std::string out;
        for (const Diagnostic& diagnostic : result.diagnostics) {
            out += to_string(diagnostic) + "\n";
        }
        for (std::size_t at = out.find(path_ + "/"); at != std::string::npos; at = out.find(path_ + "/")) {
            out.erase(at, path_.size() + 1);
        }
        return out;
    }

  private:
    std::string path_;
};

/// What is found in a file "c" with that text.
inline std::string findings(std::string_view text) {
    const Folder folder;
    folder.write("c", text);
    return folder.findings(load_config(folder.path("c")));
}

/// Five lines that are right; a test puts its own behind them, from line 6.
inline constexpr std::string_view right = "provider: { name: Example, domain: example.com }\n"
                                          "services:\n"
                                          "  imaps: { host: imap.example.com }\n"
                                          "  submissions: { host: smtp.example.com }\n"
                                          "# more\n";

inline std::string findings_after(std::string_view text) {
    return findings(std::string(right) + std::string(text));
}

/// The configuration of a text without errors.
inline Config load_text(std::string_view text) {
    const Folder folder;
    folder.write("c", text);
    LoadResult result = load_config(folder.path("c"));
    BOOST_REQUIRE_MESSAGE(result.config.has_value(), folder.findings(result));
    return std::move(*result.config);
}

inline Config load_after(std::string_view text) {
    return load_text(std::string(right) + std::string(text));
}

} // namespace autodiscover::test
