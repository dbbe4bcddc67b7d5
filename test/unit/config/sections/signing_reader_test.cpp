// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/signing_reader.hpp"

#include "autodiscover/format/cms_signer.hpp"
#include "unit/config/folder.hpp"
#include "unit/format/certificates.hpp"

#include <sys/stat.h>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

/// A folder with the files of a good identity, and a configuration that names them.
struct SigningFolder {
    SigningFolder() {
        write(all.ec.certificate_pem(), all.ec.key_pem());
        folder.write("chain.pem", all.intermediate.certificate_pem());
    }
    void write(std::string_view certificate, std::string_view key, mode_t mode = 0600) const {
        folder.write("leaf.pem", certificate).write("key.pem", key);
        BOOST_REQUIRE(chmod(folder.path("key.pem").c_str(), mode) == 0);
    }
    LoadResult load(std::string_view text) const {
        folder.write("c", std::string(right) + std::string(text));
        return load_config(folder.path("c"));
    }
    std::string findings(std::string_view text) const {
        std::string out = folder.findings(load(text));
        return out;
    }
    Config config(std::string_view text) const {
        LoadResult result = load(text);
        BOOST_REQUIRE_MESSAGE(result.config.has_value(), folder.findings(result));
        return std::move(*result.config);
    }
    /// What is found about a certificate with these dates; the date in it becomes DATE.
    std::string findings_of_dates(sys_seconds from, sys_seconds to, std::string_view on_error = "") const {
        const Identity own = issue("Own", ec_key(), {.issuer = &all.intermediate, .from = from, .to = to});
        write(own.certificate_pem() + all.intermediate.certificate_pem(), own.key_pem());
        LoadResult result = load("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem" +
                                 std::string(on_error) + " } }\n");
        BOOST_TEST(result.config.has_value());
        std::string out = folder.findings(result);
        const std::size_t at = out.find(" on 20");
        return at == std::string::npos ? out : out.replace(at + 4, 10, "DATE");
    }

    const Hierarchy& all = Hierarchy::get();
    Folder folder;
    static constexpr std::string_view good =
        "mobileconfig: { signing: { certificate: leaf.pem, key: key.pem, chain: chain.pem } }\n";
};

const MobileconfigPolicy& profile(const Config& config, std::string_view domain = "") {
    const DomainConfig& own = domain.empty() ? config.domains.defaults() : *config.domains.find(domain);
    return own.policies->mobileconfig;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(signing_reader, SigningFolder)

BOOST_AUTO_TEST_CASE(nothing_is_signed_unasked) {
    BOOST_TEST(profile(config("")).signer == nullptr);
    BOOST_TEST(profile(config("mobileconfig: { signing: false }\n")).signer == nullptr);
}

BOOST_AUTO_TEST_CASE(the_files_make_a_signer) {
    BOOST_TEST(findings(good) == "");
    const Config loaded = config(good);
    BOOST_REQUIRE(profile(loaded).signer != nullptr);
    BOOST_TEST(!profile(loaded).refuse_unsigned);
    const auto der = profile(loaded).signer->sign("x", floor<seconds>(system_clock::now()));
    BOOST_TEST((verified(der.value(), all.root) == "x"));
}

BOOST_AUTO_TEST_CASE(a_domain_replaces_all_of_it) {
    const Identity own = issue("Own", ec_key());
    folder.write("own.pem", own.certificate_pem() + own.key_pem());
    BOOST_REQUIRE(chmod(folder.path("own.pem").c_str(), 0600) == 0);
    const Config loaded = config("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem, chain: "
                                 "chain.pem, on_error: refuse } }\n"
                                 "domains:\n"
                                 "  a.example: { mobileconfig: { signing: false } }\n"
                                 "  b.example: { mobileconfig: { signing: { certificate: own.pem, key: "
                                 "own.pem } } }\n"
                                 "  c.example: { mobileconfig: { organization: C } }\n");
    BOOST_TEST(profile(loaded).refuse_unsigned);
    BOOST_TEST(profile(loaded, "a.example").signer == nullptr);
    BOOST_REQUIRE(profile(loaded, "b.example").signer != nullptr);
    BOOST_TEST(profile(loaded, "b.example").signer != profile(loaded).signer);
    BOOST_TEST(!profile(loaded, "b.example").refuse_unsigned);
    BOOST_TEST(profile(loaded, "c.example").signer == profile(loaded).signer); // read once
    BOOST_TEST(profile(loaded, "c.example").refuse_unsigned);
}

BOOST_AUTO_TEST_CASE(a_domain_of_a_pattern_gets_no_signature) {
    const std::string why =
        ": anyone may own such a domain; list the domains whose profiles you want to sign, "
        "or write `mobileconfig: { signing: false }` here\n";
    const std::string domains = "domains:\n"
                                "  '*.own.example': { mobileconfig: { organization: Own } }\n"
                                "  '*.plain.example':\n"
                                "  '*.silent.example': { mobileconfig: { signing: false } }\n"
                                "  '*.none.example': { mobileconfig: { enabled: false } }\n"
                                "  listed.plain.example:\n";
    const std::string text = std::string(good) + domains;
    BOOST_TEST(findings(text) ==
               "c:8:3: warning: profiles for the domains of `*.own.example` are not signed" + why +
                   "c:9:3: warning: profiles for the domains of `*.plain.example` are not signed" + why);
    const Config loaded = config(text);
    BOOST_TEST(profile(loaded, "a.own.example").organization == "Own");
    for (const char* const name : {"a.own.example", "a.plain.example", "a.silent.example"}) {
        BOOST_TEST(profile(loaded, name).signer == nullptr, name);
        BOOST_TEST(profile(loaded, name).enabled, name);
    }
    BOOST_TEST(profile(loaded, "a.none.example").signer == nullptr);
    for (const char* const name : {"listed.plain.example", "example.com"}) {
        BOOST_TEST(profile(loaded, name).signer != nullptr, name);
    }

    const Config strict = config("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem, chain: "
                                 "chain.pem, on_error: refuse } }\n" +
                                 domains);
    BOOST_TEST(!profile(strict, "a.plain.example").enabled);
    BOOST_TEST(profile(strict, "a.silent.example").enabled); // asked for
    BOOST_TEST(profile(strict, "listed.plain.example").enabled);
    // A signer of the pattern's own signs as little.
    BOOST_TEST(findings("domains: { '*': { mobileconfig: { signing: { certificate: leaf.pem, key: key.pem, "
                        "chain: chain.pem, on_error: refuse } } } }\n")
                   .ends_with("c:6:12: warning: profiles for the domains of `*` are not handed out" + why));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_said_at_its_place) {
    BOOST_TEST(findings("mobileconfig: { signing: { chain: chain.pem } }\n") ==
               "c:6:17: missing required key `certificate` (a file, at most 4096 characters)\n"
               "c:6:17: missing required key `key` (a file, at most 4096 characters)\n");
    BOOST_TEST(findings("mobileconfig:\n"
                        "  signing:\n"
                        "    certificate: no.pem\n"
                        "    key: .\n"
                        "    chain: ''\n") ==
               "c:8:18: `certificate`: `no.pem` cannot be read: No such file or directory; it must be a file "
               "that the responder's user or group may read\n"
               "c:9:10: `key`: `.` cannot be read: it is a directory; it must be a file that the responder's "
               "user or group may read\n");
    BOOST_TEST(findings("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem, chain: no.pem } }\n")
                   .starts_with("c:6:72: `chain`: `no.pem` cannot be read: No such file"));
    BOOST_TEST(
        findings("mobileconfig: { signing: { certificate: '', key: [], on_error: ask, cert: x } }\n") ==
        "c:6:41: `certificate` is empty, it must be a file, at most 4096 characters\n"
        "c:6:50: `key` must be a file, at most 4096 characters, not a list\n"
        "c:6:64: `on_error` must be one of unsigned, refuse, not `ask`\n"
        "c:6:69: unknown key `cert` in `signing`; expected one of `certificate`, `key`, `chain`, "
        "`on_error`\n");
    BOOST_TEST(findings("mobileconfig: { signing: true }\n") ==
               "c:6:26: `signing` must be a mapping (`key: value` lines), not `true`\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_said_at_its_place) {
    write(all.ec.certificate_pem(), all.rsa.key_pem());
    BOOST_TEST(findings(good) == "c:6:56: `key`: `key.pem` does not belong to the certificate `CN=EC leaf`: "
                                 "take the key with which it was requested\n");
    write("nothing", all.ec.key_pem("secret"));
    const std::string found = findings(good);
    BOOST_TEST(found.starts_with("c:6:41: `certificate`: `leaf.pem` holds no certificate in PEM"));
    BOOST_TEST((found.find("c:6:56: `key`: `key.pem` is encrypted") != std::string::npos));
    write(all.ec.certificate_pem(), all.ec.key_pem());
    BOOST_TEST(findings("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem } }\n")
                   .starts_with("c:6:41: warning: `certificate`: `leaf.pem` lacks the certificate that"));
}

BOOST_AUTO_TEST_CASE(a_key_for_all_to_read_is_warned_about) {
    write(all.ec.certificate_pem(), all.ec.key_pem(), 0604);
    BOOST_TEST(findings(good) == "c:6:56: warning: `key`: `key.pem` can be read by every user of this "
                                 "machine: `chmod o-r` it\n");
    write(all.ec.certificate_pem(), all.ec.key_pem(), 0640);
    BOOST_TEST(findings(good) == "");
}

BOOST_AUTO_TEST_CASE(dates_are_warned_about) {
    const auto now = floor<seconds>(system_clock::now());
    const std::string at = "c:6:41: warning: `certificate`: `leaf.pem` ";
    BOOST_TEST(findings_of_dates(always_from, now + days(14) + hours(1)) == "");
    BOOST_TEST(findings_of_dates(always_from, now + days(14) - hours(1)) ==
               at + "ends on DATE; renew it, and send SIGHUP\n");
    BOOST_TEST(findings_of_dates(always_from, now - hours(1)) ==
               at + "ended on DATE; until it is renewed profiles are not signed\n");
    BOOST_TEST(findings_of_dates(always_from, now - hours(1), ", on_error: refuse") ==
               at + "ended on DATE; until it is renewed no profiles are handed out\n");
    BOOST_TEST(findings_of_dates(now + hours(1), always_to) ==
               at + "begins on DATE; until then profiles are not signed\n");
    const Identity own =
        issue("Own", ec_key(), {.issuer = &all.intermediate, .to = sys_days(2026y / 2 / 3) + 23h});
    write(own.certificate_pem() + all.intermediate.certificate_pem(), own.key_pem());
    BOOST_TEST(findings("mobileconfig: { signing: { certificate: leaf.pem, key: key.pem } }\n") ==
               at + "ended on 2026-02-03; until it is renewed profiles are not signed\n");
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_a_finding) {
    const std::string key = all.ec.key_pem();
    for (const std::string& text : {key, key.substr(0, 100), key + key, all.rsa.key_pem("x")}) {
        write(text, text);
        const std::string found = findings(good);
        BOOST_TEST(found != "");
        BOOST_TEST((found.find(text.substr(40, 20)) == std::string::npos));
    }
}

BOOST_AUTO_TEST_CASE(revision_is_that_of_the_texts) {
    const std::string before = config(good).revision;
    write(all.rsa.certificate_pem(), all.rsa.key_pem());
    BOOST_TEST(config(good).revision == before); // for ETags, which signed profiles have not
}

BOOST_AUTO_TEST_SUITE_END()
