// SPDX-License-Identifier: MIT
// Signed profiles of a real configuration, asked for by strangers, held against the table of who may choose
// what.
#include "autodiscover/protocols/mobileconfig_fields.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/format/xml_text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/responder/responder.hpp"
#include "unit/config/folder.hpp"
#include "unit/format/certificates.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <sys/stat.h>

using namespace autodiscover;
using namespace autodiscover::test;
using mobileconfig::Chooser;

namespace {

/// Everything that a profile may hold; domains that are listed in each way, and some that are not.
constexpr std::string_view configuration = R"(
provider: { name: Hosting, domain: hosting.example }
services:
  imaps: { host: "imap.%EMAILDOMAIN%" }
  submissions: { host: smtp.hosting.example }
  caldav: { url: "https://dav.hosting.example:8443/" }
  carddav: { url: "https://dav.hosting.example:8444/" }
  ldaps:
    host: ldap.hosting.example
    search: [{ base: "ou=people", scope: onelevel, description: Colleagues }]
    username: "uid=%EMAILLOCALPART%,ou=people"
outlook: { activesync_url: "https://eas.hosting.example/" }
mobileconfig:
  signing: { certificate: leaf.pem, key: key.pem, chain: chain.pem }
  payloads: [mail, dav, ldap, activesync]
  without_address: true
  organization: Hosting Inc.
  description: Sets it up.
  consent: { default: Yes, de: Ja }
  removal_date: 2099-01-01
  remove_after: 9
  expires: 2098-01-01
domain_lists: [list.txt]
domains:
  pop.example: { services: { imaps: false, pop3s: { host: pop.hosting.example } } }
  second.example:
  unsigned.example: { mobileconfig: { signing: false } }
  "*.sites.example":
  "*":
users: { max@pop.example: mbox0815 }
aliases: { info@pop.example: max@pop.example }
)";

struct FieldsFixture {
    const Hierarchy& all = Hierarchy::get();
    Folder folder;
    std::shared_ptr<const Directory> directory;

    FieldsFixture() {
        folder.write("c", configuration).write("list.txt", "list.example\n");
        folder.write("leaf.pem", all.ec.certificate_pem()).write("key.pem", all.ec.key_pem());
        folder.write("chain.pem", all.intermediate.certificate_pem());
        LoadResult result = load_config(folder.path("c"));
        BOOST_REQUIRE_MESSAGE(result.config.has_value(), folder.findings(result));
        directory = make_directory(std::move(*result.config));
    }
    [[nodiscard]] Response respond_to(Request request) const {
        request.path = request.path.empty() ? "/email.mobileconfig" : request.path;
        request.time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 25);
        return respond(request, *directory).response;
    }
    /// The content of a signed profile; the test fails on anything else.
    [[nodiscard]] std::string signed_profile(const Request& request) const {
        const Response response = respond_to(request);
        BOOST_TEST_INFO_SCOPE(request.query);
        BOOST_REQUIRE_EQUAL(response.status, 200);
        const std::optional<std::string> content = verified(response.body, all.root);
        BOOST_REQUIRE(content.has_value());
        return *content;
    }
    [[nodiscard]] std::string signed_profile(std::string_view query) const {
        Request request;
        request.query = query;
        return signed_profile(request);
    }
    [[nodiscard]] std::string profile_of(std::string_view address, std::string_view more = "") const {
        return signed_profile(std::string("email=") + percent_encode(address) + std::string(more));
    }
};

/// All keys with their values, in order. Texts of the consent count as one value, arrays as their markup.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view plist) {
    constexpr std::string_view open = "<key>";
    std::vector<std::pair<std::string, std::string>> found;
    for (std::size_t at = plist.find(open); at != std::string_view::npos; at = plist.find(open, at)) {
        at += open.size();
        const std::size_t key_end = plist.find("</key>\n", at);
        const std::string key(plist.substr(at, key_end - at));
        const std::size_t value = key_end + 7;
        std::size_t end = plist.find('\n', value);
        if (plist.substr(value).starts_with("<dict>")) {
            end = plist.find("</dict>", value);
        }
        found.emplace_back(key, plist.substr(value, end - value));
        at = end;
    }
    return found;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::size_t count(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        ++count;
    }
    return count;
}

std::optional<Chooser> chooser_of(std::string_view key) {
    const auto& table = mobileconfig::fields;
    const auto* const field =
        std::find_if(table.begin(), table.end(), [&](const auto& each) { return each.key == key; });
    return field == table.end() ? std::nullopt : std::optional(field->chooser);
}

/// A profile with what its address may choose taken out; what else differs was chosen by somebody else.
std::string without_address(std::string_view plist, std::string_view address) {
    const std::size_t at = address.find('@');
    const auto escaped = [](std::string_view text) {
        Output out;
        put_xml_text(out, text);
        return out.take();
    };
    const std::string whole = escaped(address);
    const std::string local = escaped(address.substr(0, at));
    const std::string domain(address.substr(at + 1));
    std::string out;
    for (auto [key, value] : fields_of(plist)) {
        switch (chooser_of(key).value()) {
        case Chooser::program:
            break;
        case Chooser::operator_:
            value = replaced(value, domain, "DOMAIN");
            break;
        case Chooser::address:
            value = replaced(replaced(value, whole, "ADDRESS"), "<string>" + local + "<", "<string>LOCAL<");
            value = replaced(value, "uid=" + local + ",", "uid=LOCAL,");
            break;
        case Chooser::identity:
            value.clear();
            break;
        case Chooser::link:
            BOOST_ERROR("a signed profile has " + key);
        }
        out.append(key).append(" ").append(value).append("\n");
    }
    return out;
}

std::string without_logins(const std::string& fields) {
    std::istringstream lines(fields);
    std::string out, line;
    while (std::getline(lines, line)) {
        const bool is_login =
            line.find("Username <") != std::string::npos || line.find("UserName <") != std::string::npos;
        out.append(is_login ? line.substr(0, line.find('<')) : line).append("\n");
    }
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(mobileconfig_fields, FieldsFixture)

BOOST_AUTO_TEST_CASE(every_field_of_a_profile_is_in_the_table_and_the_other_way_round) {
    std::set<std::string_view> listed;
    for (const auto& field : mobileconfig::fields) {
        BOOST_TEST(listed.insert(field.key).second, field.key);
    }
    Request by_host;
    by_host.host = "hosting.example";
    Request with_name;
    with_name.query = "email=a%40unsigned.example&name=Eva";
    std::set<std::string> seen;
    for (const std::string& profile : {profile_of("a@hosting.example"), profile_of("a@pop.example"),
                                       signed_profile(by_host), respond_to(with_name).body}) {
        const auto fields = fields_of(profile);
        std::size_t strings = 0;
        for (const auto& [key, value] : fields) {
            BOOST_TEST(chooser_of(key).has_value(), key);
            seen.insert(key);
            strings += count(value, "<string>");
        }
        BOOST_TEST(strings == count(profile, "<string>")); // none without a key
    }
    BOOST_TEST(std::equal(seen.begin(), seen.end(), listed.begin(), listed.end()));
}

BOOST_AUTO_TEST_CASE(nothing_beside_the_address_reaches_a_signed_profile) {
    const std::string right = profile_of("eva@list.example");
    for (const char* const more :
         {"&name=Call+%2B1-555", "&name=", "&NAME=%E2%80%AE", "&name=%00", "&name=%FF", "&name=a&name=b",
          "&emailaddress=b@pop.example", "&addresses=b@pop.example", "&organization=Bank", "&lang=de",
          "&description=x", "&identifier=x", "&user=x&password=y", "&host=evil.example", "&&&=;=", "&%FF"}) {
        BOOST_TEST(profile_of("eva@list.example", more) == right, more);
        if (std::string_view(more).find("address") == std::string_view::npos) { // of two the first counts
            BOOST_TEST(signed_profile(std::string(more).append("&email=eva@list.example")) == right, more);
        }
    }
    for (const std::string_view path : {"/mobileconfig/", "/.well-known/apple-mail.mobileconfig"}) {
        for (const std::string_view odd : {"evil.example", "list.example@evil.example", "\xe2\x80\xae", ""}) {
            Request request;
            request.path = path;
            request.query = "email=eva@list.example&name=x";
            request.host = odd.ends_with("@evil.example") || odd.starts_with('\xe2') ? "evil.example" : odd;
            request.accept_language = request.if_none_match = request.body = odd;
            BOOST_TEST(signed_profile(request) == right);
        }
    }
    Request by_host; // without an address the host says which of the listed domains
    by_host.host = "autoconfig.LIST.example.:443";
    by_host.query = "name=Call+me";
    const std::string of_domain = signed_profile(by_host);
    by_host.host = "list.example";
    by_host.query = {};
    BOOST_TEST(signed_profile(by_host) == of_domain);
}

BOOST_AUTO_TEST_CASE(an_address_reaches_its_own_fields_only) {
    const std::string right = without_address(profile_of("eva@list.example"), "eva@list.example");
    const std::string local(64, 'x');
    for (const std::string_view domain : {"list.example", "second.example"}) {
        for (const std::string_view name :
             {"eva", "EVA", "%EMAILDOMAIN%", "%EMAILADDRESS%", "{provider}", "a&b", "Call.+1-555", "ü",
              "名前", "'`$(x)", "</string>", local.c_str()}) {
            const std::string address = std::string(name) + "@" + std::string(domain);
            if (Mailbox::parse(address)) {
                BOOST_TEST(without_address(profile_of(address), address) == right, address);
            }
        }
    }
    // A login of the operator's takes the place of the address; nothing else changes.
    for (const std::string_view address : {"max@pop.example", "info@pop.example"}) {
        const std::string profile = profile_of(address);
        BOOST_TEST(count(profile, "<string>mbox0815</string>") == 6);
        BOOST_TEST(without_logins(without_address(profile, address)) ==
                   without_logins(without_address(profile_of("eva@pop.example"), "eva@pop.example")));
    }
}

BOOST_AUTO_TEST_CASE(a_link_picks_payloads_and_adds_nothing) {
    const auto all_fields = fields_of(profile_of("eva@list.example"));
    const std::set<std::pair<std::string, std::string>> full(all_fields.begin(), all_fields.end());
    for (const std::string only :
         {"mail", "caldav", "carddav,ldap", "dav,mail", "activesync", "ACTIVESYNC,LDAP"}) {
        const std::string profile = profile_of("eva@list.example", "&only=" + only + "&name=x");
        for (const auto& field : fields_of(profile)) {
            BOOST_TEST((chooser_of(field.first) == Chooser::identity || full.count(field) == 1), field.first);
        }
    }
    for (const std::string only : {"x", "mail,x", "%3Cstring%3E", "", "mail%00"}) {
        Request request;
        const std::string query = "email=eva@list.example&only=" + only;
        request.query = query;
        BOOST_TEST(respond_to(request).status == 400, only);
    }
}

BOOST_AUTO_TEST_CASE(a_domain_that_nobody_listed_is_never_signed) {
    for (const std::string_view address :
         {"eva@stranger.example", "eva@shop.sites.example", "eva@sites.example", "eva@x.list.example",
          "eva@xn--bcher-kva.example", "eva@hosting.example.stranger.example", "eva@example"}) {
        for (const std::string_view host : {"", "list.example", "autoconfig.hosting.example"}) {
            Request request;
            const std::string query = "email=" + std::string(address);
            request.query = query;
            request.host = host;
            const Response response = respond_to(request);
            BOOST_TEST(response.status == 200);
            BOOST_TEST(response.body.starts_with("<?xml"), address);
            BOOST_TEST(response.remark == ""); // as it should be, so no line for the log
        }
    }
    Request by_host;
    by_host.host = "autoconfig.stranger.example";
    BOOST_TEST(respond_to(by_host).body.starts_with("<?xml"));
}

BOOST_AUTO_TEST_SUITE_END()
