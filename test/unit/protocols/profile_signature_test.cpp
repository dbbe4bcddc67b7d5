// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/profile_signature.hpp"

#include "autodiscover/responder/router.hpp"
#include "mobileconfig_fixture.hpp"
#include "unit/format/certificates.hpp"

#include <array>
#include <atomic>
#include <openssl/provider.h>
#include <thread>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 25);

struct SigningFixture : MobileconfigFixture {
    SigningFixture() { policy.signer = all.signer(all.ec); }

    Response ask(std::chrono::sys_seconds time = now, Method method = Method::get,
                 std::string_view query = "email=user%40example.com") const {
        Request request;
        request.method = method;
        request.path = "/email.mobileconfig";
        request.query = query;
        request.host = "example.com";
        request.time = time;
        return respond(request, directory).response;
    }
    /// The answer of the same policy without a signer.
    Response ask_unsigned() const {
        MobileconfigFixture plain;
        plain.policy = policy;
        plain.policy.signer = nullptr;
        return plain.ask();
    }

    const Hierarchy& all = Hierarchy::get();
};

/// While it lives, no algorithm is there for this thread, so that OpenSSL fails.
class NoAlgorithms {
  public:
    NoAlgorithms()
        : context_(OSSL_LIB_CTX_new()), provider_(OSSL_PROVIDER_load(context_, "null")),
          before_(OSSL_LIB_CTX_set0_default(context_)) {}
    ~NoAlgorithms() {
        OSSL_LIB_CTX_set0_default(before_);
        OSSL_PROVIDER_unload(provider_);
        OSSL_LIB_CTX_free(context_);
    }
    NoAlgorithms(const NoAlgorithms&) = delete;
    NoAlgorithms& operator=(const NoAlgorithms&) = delete;

  private:
    OSSL_LIB_CTX* context_;
    OSSL_PROVIDER* provider_;
    OSSL_LIB_CTX* before_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(profile_signature, SigningFixture)

BOOST_AUTO_TEST_CASE(a_signed_profile_holds_the_unsigned_one) {
    const Response plain = ask_unsigned();
    BOOST_REQUIRE_EQUAL(plain.status, 200);
    for (const Identity* const leaf : {&all.rsa, &all.ec}) {
        policy.signer = all.signer(*leaf);
        const Response response = ask();
        BOOST_TEST((verified(response.body, all.root) == plain.body));
        BOOST_TEST(response.status == 200);
        BOOST_TEST(response.content_type == plain.content_type);
        BOOST_TEST(response.headers.lines() == plain.headers.lines()); // the file name too
        BOOST_TEST(response.remark == "");
        BOOST_TEST(response.body.size() < plain.body.size() + 2600);
    }
}

BOOST_AUTO_TEST_CASE(head_is_as_get_and_never_signed) {
    const Response get = ask();
    {
        const NoAlgorithms nothing; // a signature would fail, and leave a remark
        const Response head = ask(now, Method::head);
        BOOST_TEST(head.status == get.status);
        BOOST_TEST(head.content_type == get.content_type);
        BOOST_TEST(head.headers.lines() == get.headers.lines());
        BOOST_TEST(head.remark == "");
        BOOST_TEST(head.omit_body);
        BOOST_TEST(!head.has_length);
    }
    BOOST_TEST(get.has_length);
    policy.refuse_unsigned = true; // what can be foreseen is: the refusal, and the length of an unsigned one
    BOOST_TEST(ask(always_to + std::chrono::seconds(1), Method::head).status == 503);
    policy.refuse_unsigned = false;
    BOOST_TEST(ask(always_to + std::chrono::seconds(1), Method::head).has_length);
    BOOST_TEST(ask(now, Method::head, "email=user%40other.example").has_length);
}

BOOST_AUTO_TEST_CASE(refusals_are_not_signed) {
    for (const std::string_view query : {"email=user%40other.example", "email=x", ""}) {
        const Response response = ask(now, Method::get, query);
        BOOST_TEST(response.status >= 400);
        BOOST_TEST(response.content_type.starts_with("text/plain"));
        BOOST_TEST(response.remark == "");
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_may_end_while_we_run) {
    constexpr std::string_view remark = "not signed: the certificate is not valid at this time";
    const Response plain = ask_unsigned();
    for (const auto time : {always_from - std::chrono::seconds(1), always_to + std::chrono::seconds(1)}) {
        policy.refuse_unsigned = false;
        const Response unsigned_profile = ask(time);
        BOOST_TEST(unsigned_profile.status == 200);
        BOOST_TEST(unsigned_profile.body == plain.body);
        BOOST_TEST(unsigned_profile.remark == remark);
        policy.refuse_unsigned = true;
        const Response refused = ask(time);
        BOOST_TEST(refused.status == 503);
        BOOST_TEST(refused.content_type == "text/plain; charset=utf-8");
        BOOST_TEST(refused.headers.find(HeaderName::content_disposition) == "");
        BOOST_TEST(refused.remark == remark);
    }
    for (const auto time : {always_from, always_to}) {
        BOOST_TEST(ask(time).body != plain.body);
        BOOST_TEST(ask(time).remark == "");
    }
}

BOOST_AUTO_TEST_CASE(when_openssl_fails_the_policy_decides) {
    const Response plain = ask_unsigned();
    {
        const NoAlgorithms nothing;
        const Response unsigned_profile = ask();
        BOOST_TEST(unsigned_profile.body == plain.body);
        BOOST_TEST(unsigned_profile.remark == "not signed: OpenSSL failed");
        policy.refuse_unsigned = true;
        BOOST_TEST(ask().status == 503);
        BOOST_TEST(ask().remark == "not signed: OpenSSL failed");
    }
    BOOST_TEST(ask().status == 200);
}

BOOST_AUTO_TEST_CASE(a_view_for_people_is_not_signed) {
    const Protocol* const protocol = find_route("/email.mobileconfig").protocol;
    const Result<Domain> domain = Domain::parse("example.com"); // a Subject is a view of it
    const Subject subject(*domain);
    policy.without_address = true;
    const auto account = directory.find(subject);
    BOOST_TEST(protocol->view(*account, directory.installation()).body.starts_with("<?xml"));
}

BOOST_AUTO_TEST_CASE(four_threads_sign_at_once) {
    constexpr int threads = 4;
    constexpr int rounds = 500;
    const std::string plain = ask_unsigned().body;
    std::atomic<int> good = 0;
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                good += verified(ask().body, all.root) == plain ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : running) {
        thread.join();
    }
    BOOST_TEST(good == threads * rounds);
}

BOOST_AUTO_TEST_SUITE_END()
