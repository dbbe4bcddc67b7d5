// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/pacc_document.hpp"

#include "unit/protocols/pacc_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;
using test::PaccFixture;
using test::small_document;

BOOST_FIXTURE_TEST_SUITE(pacc_documents, PaccFixture)

BOOST_AUTO_TEST_CASE(a_policy_decides) {
    auto& entry = add("other.example");
    BOOST_TEST(pacc_document(account("other.example")).value_or("") == small_document);
    entry.policies.pacc.enabled = false;
    BOOST_TEST(!pacc_document(account("other.example")));
}

BOOST_AUTO_TEST_CASE(everything_that_the_format_has_words_for) {
    auto& entry = add("full.example");
    entry.services.push_back(by_url(ServiceType::jmap, "https://jmap.hosting.example/session"));
    entry.services.push_back(by_url(ServiceType::caldav, "https://dav.hosting.example/cal/"));
    entry.services.push_back(by_url(ServiceType::carddav, "https://dav.hosting.example/%EMAILDOMAIN%/"));
    entry.services.push_back(by_url(ServiceType::webdav, "https://files.hosting.example/"));
    entry.services.push_back(
        test::service(ServiceType::managesieve, Transport::starttls, 4190, "sieve.hosting.example"));
    for (Service& service : entry.services) {
        service.authentication = {Authentication::oauth2, Authentication::password_cleartext};
    }
    entry.services[0].host = test::text("imap.%EMAILDOMAIN%");
    Provider& provider = entry.provider;
    provider.name = "B\xc3\xbc"
                    "cher \"Mail\"";
    provider.documentation = {{"https://help.hosting.example/mail?a=b&c=d", {}},
                              {"https://second.example/", {}}};
    provider.developer_url = test::url("https://dev.hosting.example/");
    provider.contact = {"mailto:help@hosting.example", "tel:+1-201-555-0123"};
    provider.logos = {{"https://hosting.example/logo.svg", "image/svg+xml", 64, 64},
                      {"https://hosting.example/logo.png", "image/png", 128, 64}};
    provider.oauth2 =
        OAuth2{"https://id.hosting.example/%7Eme/", "mail", "https://id/a", "https://id/t", "secretless"};
    BOOST_TEST(
        get("full.example") ==
        R"({"authentication":{"oauth-public":{"issuer":"https://id.hosting.example/%7Eme/"},"password":true},)"
        R"("info":{"help":{"contact":["mailto:help@hosting.example","tel:+1-201-555-0123"],)"
        R"("developer":"https://dev.hosting.example/","documentation":"https://help.hosting.example/mail?a=b&c=d"},)"
        R"("provider":{"logo":[{"content-type":"image/svg+xml","url":"https://hosting.example/logo.svg"},)"
        R"({"content-type":"image/png","height":64,"url":"https://hosting.example/logo.png","width":128}],)"
        "\"name\":\"B\xc3\xbc"
        R"(cher \"Mail\"","shortName":"Example"}},)"
        R"("protocols":{"caldav":{"url":"https://dav.hosting.example/cal/"},)"
        R"("carddav":{"url":"https://dav.hosting.example/full.example/"},"imap":{"host":"imap.full.example"},)"
        R"("jmap":{"url":"https://jmap.hosting.example/session"},"pop3":{"host":"pop.hosting.example"},)"
        R"("smtp":{"host":"smtp.hosting.example"},"submit":{"host":"smtp.hosting.example"},)"
        R"("webdav":{"url":"https://files.hosting.example/"}}})");
}

BOOST_AUTO_TEST_CASE(any_kind_of_help_is_told_alone) {
    const auto help = [this] { return parsed("help.example")["info"]["help"].dump(); };
    Provider& provider = add("help.example").provider;
    BOOST_TEST(help() == "null");
    provider.contact = {"mailto:help@hosting.example"};
    BOOST_TEST(help() == R"({"contact":["mailto:help@hosting.example"]})");
    provider.contact.clear();
    provider.developer_url = test::url("https://dev.hosting.example/");
    BOOST_TEST(help() == R"({"developer":"https://dev.hosting.example/"})");
    provider.developer_url.reset();
    provider.documentation = {{"https://help.hosting.example/", {}}};
    BOOST_TEST(help() == R"({"documentation":"https://help.hosting.example/"})");
}

BOOST_AUTO_TEST_CASE(a_picture_without_its_whole_size_is_told_without) {
    add("logo.example").provider.logos = {{"https://hosting.example/a.png", "image/png", 128, 0}};
    BOOST_TEST(parsed("logo.example")["info"]["provider"]["logo"].dump() ==
               R"([{"content-type":"image/png","url":"https://hosting.example/a.png"}])");
}

BOOST_AUTO_TEST_CASE(the_record_vouches_for_the_bytes) {
    BOOST_TEST(pacc_txt_record(small_document) ==
               "v=UAAC1; a=sha256; d=N7tJa/F7/Sgo41XaBo3yezgnDasLvG5BbPypuc5yTKs=");
}

BOOST_AUTO_TEST_SUITE_END()
