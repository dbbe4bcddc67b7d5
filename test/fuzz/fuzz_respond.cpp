// SPDX-License-Identifier: MIT
// A request, written as test/cases has them, through respond(). HTTP/1.0 asks the configuration in which
// everything is switched on and everything has to be escaped, HTTP/0.9 the same with signed profiles, any
// other version that of the cases.
#include "autodiscover/format/xml_reader.hpp"
#include "fuzz/input.hpp"
#include "fuzz/oracle.hpp"
#include "fuzz/require.hpp"
#include "unit/format/certificates.hpp"
#include "unit/parsed_request.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace autodiscover;

namespace {

constexpr auto rich_path = "test/fuzz/rich.yaml";

/// The configuration with a key made on the spot: RSA, whose signatures are the same twice.
std::shared_ptr<const Directory> load_with_signatures() {
    std::string folder = (std::filesystem::temp_directory_path() / "autodiscover-fuzz-XXXXXX").string();
    fuzz::require(mkdtemp(folder.data()) != nullptr, "a folder for the key");
    const test::Identity identity = test::issue("Fuzzer", test::rsa_key());
    std::ofstream(folder + "/certificate.pem") << identity.certificate_pem();
    std::ofstream(folder + "/key.pem") << identity.key_pem();
    std::ifstream in(rich_path);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    constexpr std::string_view begin = "\nmobileconfig: { ";
    const std::size_t at = text.find(begin);
    fuzz::require(at != std::string::npos, "where the signing goes");
    text.insert(at + begin.size(), "signing: { certificate: certificate.pem, key: key.pem }, ");
    std::ofstream(folder + "/rich.yaml") << text;
    auto directory = fuzz::load_directory(folder + "/rich.yaml");
    std::filesystem::remove_all(folder);
    return directory;
}

const Directory& asked(std::string_view version) {
    static const auto plain = fuzz::load_directory("test/cases/config.yaml");
    static const auto rich = fuzz::load_directory(rich_path);
    static const auto with_signatures = load_with_signatures();
    return version == "HTTP/0.9" ? *with_signatures : version == "HTTP/1.0" ? *rich : *plain;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const test::ParsedRequest parsed(std::string_view(reinterpret_cast<const char*>(data), size));
    fuzz::check_answer(parsed.request, asked(parsed.version));
    return 0;
}
