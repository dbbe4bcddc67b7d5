// SPDX-License-Identifier: MIT
// Any octets as a configuration file: it loads or there are errors, each at a place that the file has; what
// loads answers as every configuration does.
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/oracle.hpp"
#include "fuzz/require.hpp"
#include "unit/parsed_request.hpp"

#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

/// A file in memory; the loader wants a path.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view text) : fd_(memfd_create("configuration", MFD_CLOEXEC)) {
        require(fd_ >= 0 && write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
                "a file in memory can be written");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(fd_); }
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

  private:
    int fd_;
};

void check_diagnostic(const Diagnostic& diagnostic, const std::string& path, std::string_view text) {
    require(!diagnostic.message.empty() && is_utf8(diagnostic.message), "a finding is readable",
            diagnostic.message);
    require(!has_control_character(diagnostic.message), "a finding is one line", diagnostic.message);
    if (diagnostic.file == path) {
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        require(diagnostic.line <= lines + 1 && diagnostic.column <= text.size() + 1,
                "a finding is at a place that the file has", to_string(diagnostic));
    }
}

/// One request for each protocol, about the first domain and about an unknown one.
void ask(const Directory& directory) {
    for (const std::string_view target :
         {"/mail/config-v1.1.xml?emailaddress=a.b%2Bc@", "/email.mobileconfig?email=a@",
          "/autodiscover/autodiscover.json?Protocol=AutodiscoverV1&Email=a@",
          "/autodiscover/autodiscover.xml?email=a@", "/.well-known/user-agent-configuration.json?",
          "/.well-known/caldav?"}) {
        for (const std::string_view domain :
             {directory.installation().provider->domain->view(), std::string_view("example.com")}) {
            const std::string text = "GET " + std::string(target) + std::string(domain) +
                                     " HTTP/1.1\nHost: autoconfig." + std::string(domain) + "\n\n";
            fuzz::check_answer(test::ParsedRequest(text).request, directory);
        }
    }
}

bool are_equal(const LoadResult& a, const LoadResult& b) {
    return a.config.has_value() == b.config.has_value() &&
           std::equal(a.diagnostics.begin(), a.diagnostics.end(), b.diagnostics.begin(), b.diagnostics.end(),
                      [](const Diagnostic& x, const Diagnostic& y) { return to_string(x) == to_string(y); });
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const MemoryFile file(text);
    LoadResult result = load_config(file.path());
    const auto is_error = [](const Diagnostic& diagnostic) { return diagnostic.is_error; };
    require(result.config.has_value() ==
                std::none_of(result.diagnostics.begin(), result.diagnostics.end(), is_error),
            "it loads, or there are errors");
    for (const Diagnostic& diagnostic : result.diagnostics) {
        check_diagnostic(diagnostic, file.path(), text);
    }
    require(are_equal(load_config(file.path()), result), "it reads the same twice");
    if (result.config) {
        ask(*make_directory(std::move(*result.config)));
    }
    return 0;
}
