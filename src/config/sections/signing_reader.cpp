// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/signing_reader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/yaml/included_files.hpp"
#include "autodiscover/config/yaml/text_file.hpp"
#include "autodiscover/format/cms_signer.hpp"
#include "autodiscover/model/date.hpp"

#include <array>
#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::size_t longest_pem = std::size_t{1} << 20U;
/// Certificates of 90 days are renewed 30 days before their end: whoever sees this has missed that.
constexpr std::chrono::days warn_before{14};

/// A file that a key names; not what is in it, for it may be secret.
struct PemFile {
    std::string_view key;
    std::string path;
    SourceLocation location;

    /// "`key`: `/etc/key.pem` "
    [[nodiscard]] std::string name() const { return quote(key) + ": " + quote(path) + " "; }
};

/// The text of the file that `key` names. Not for the revision: it is for ETags, and profiles have none.
std::optional<std::string> read_pem(const Section& section, std::string_view key, PemFile& file) {
    const auto written = section.text(key);
    if (!written || written->value.empty()) {
        return std::nullopt;
    }
    file = {key, path_beside(section.source().name(), written->value), written->location};
    Result<std::string> text = read_file(file.path, longest_pem);
    if (!text) {
        section.source().error(file.location,
                               file.name() + "cannot be read: " + text.error().message +
                                   "; it must be a file that the responder's user or group may "
                                   "read");
        return std::nullopt;
    }
    return std::move(*text);
}

void warn_about_mode(const Source& source, const PemFile& key) {
    struct stat status {};
    if (::stat(key.path.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0) {
        source.warning(key.location,
                       key.name() + "can be read by every user of this machine: `chmod o-r` it");
    }
}

/// "2026-12-01", of UTC.
std::string date_of(std::chrono::sys_seconds time) {
    return write_date(Date(std::chrono::floor<std::chrono::days>(time)), "-");
}

/// A certificate that is out of date is no error: everything else should go on being answered.
void warn_about_dates(const Source& source, const PemFile& file, const CmsSigner& signer, bool refuse) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const char* const effect = refuse ? "no profiles are handed out" : "profiles are not signed";
    if (signer.not_after() < now) {
        source.warning(file.location, file.name() + "ended on " + date_of(signer.not_after()) +
                                          "; until it is " + "renewed " + effect);
    } else if (now < signer.not_before()) {
        source.warning(file.location,
                       file.name() + "begins on " + date_of(signer.not_before()) + "; until then " + effect);
    } else if (signer.not_after() - now < warn_before) {
        source.warning(file.location, file.name() + "ends on " + date_of(signer.not_after()) +
                                          "; renew it, and send SIGHUP");
    }
}

void read_identity(const Section& section, MobileconfigPolicy& policy) {
    std::array<PemFile, 3> files; // in the order of CmsSigner::Part
    auto& [certificate_file, key_file, chain_file] = files;
    const bool has_certificate = section.require("certificate");
    const bool has_key = section.require("key");
    const auto certificate = read_pem(section, "certificate", certificate_file);
    auto key = read_pem(section, "key", key_file);
    const auto chain = read_pem(section, "chain", chain_file);
    if (!has_certificate || !has_key || !certificate || !key || (!chain && !chain_file.path.empty())) {
        return;
    }
    warn_about_mode(section.source(), key_file);
    CmsSigner::Loaded loaded = CmsSigner::load(*certificate, *std::move(key), chain.value_or(""));
    for (const CmsSigner::Finding& finding : loaded.findings) {
        const PemFile& file = files.at(static_cast<std::size_t>(finding.part));
        if (finding.is_error) {
            section.source().error(file.location, file.name() + finding.message);
        } else {
            section.source().warning(file.location, file.name() + finding.message);
        }
    }
    policy.signer = std::move(loaded.signer);
    if (policy.signer) {
        warn_about_dates(section.source(), certificate_file, *policy.signer, policy.refuse_unsigned);
    }
}

} // namespace

void read_signing(const Section& mobileconfig, MobileconfigPolicy& policy) {
    const YamlEntry* const entry = mobileconfig.find("signing");
    if (entry == nullptr) {
        return;
    }
    policy.signer.reset();
    Section::of_defaults(mobileconfig.source(), "mobileconfig.signing")
        .read("on_error", policy.refuse_unsigned);
    if (!is_false(entry->value)) {
        const Section section(mobileconfig.source(), entry, "mobileconfig.signing");
        section.read("on_error", policy.refuse_unsigned);
        read_identity(section, policy);
    }
}

} // namespace autodiscover
