// SPDX-License-Identifier: MIT
// What a signed profile costs, by what OpenSSL takes to sign the same bytes: respond() against the plain
// calls of its CMS interface, in turns, the median of many rounds. Beside it the share of the bare signature
// over a digest, and of the answer without a signature. Exits 1 when a profile costs more than the limit.
#include "unit/fixture.hpp"
#include "unit/format/certificates.hpp"

#include "autodiscover/responder/responder.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace autodiscover;
using namespace autodiscover::test;

namespace {

constexpr double most = 1.15; // times the signature
constexpr int rounds = 41;

/// As `openssl cms -sign -binary -nodetach -outform DER -md sha256 -nosmimecap -certfile CHAIN`, by the
/// parsed identity.
std::size_t sign_plainly(const Identity& leaf, STACK_OF(X509) * chain, std::string_view content) {
    constexpr unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    const Owned<CMS_ContentInfo> message(made(CMS_sign(nullptr, nullptr, chain, nullptr, flags)));
    made(CMS_add1_signer(message.get(), leaf.certificate.get(), leaf.key.get(), EVP_sha256(), flags));
    const Owned<BIO> in = memory(content);
    CMS_final(message.get(), in.get(), nullptr, flags);
    unsigned char* der = nullptr;
    const int size = i2d_CMS_ContentInfo(message.get(), &der);
    OPENSSL_free(der);
    return static_cast<std::size_t>(size);
}

std::size_t sign_barely(const Identity& leaf, std::string_view content) {
    EVP_MD_CTX* const context = made(EVP_MD_CTX_new());
    unsigned char signature[512];
    std::size_t size = sizeof signature;
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, leaf.key.get());
    EVP_DigestSign(context, signature, &size, reinterpret_cast<const unsigned char*>(content.data()),
                   content.size());
    EVP_MD_CTX_free(context);
    return size;
}

/// CPU time of this thread, in microseconds: another process may be at work.
double cpu_time() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// Microseconds of one call, over `calls`.
double time_of(int calls, const std::function<std::size_t()>& call) {
    const double begin = cpu_time();
    for (int i = 0; i < calls; ++i) {
        if (call() == 0) {
            std::abort();
        }
    }
    return (cpu_time() - begin) / calls;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + rounds / 2, values.end());
    return values[rounds / 2];
}

Response ask(const Directory& directory) {
    Request request;
    request.path = "/email.mobileconfig";
    request.query = "email=user%40example.com";
    request.time = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return respond(request, directory).response;
}

/// The median over the rounds of our time by OpenSSL's.
double measure(const char* name, const Identity& leaf, int calls) {
    const Hierarchy& all = Hierarchy::get();
    SmallDirectory directory;
    MobileconfigPolicy& policy = directory.add("example.com").policies.mobileconfig;
    const std::string profile = ask(directory).body;
    const double unsigned_time = time_of(2000, [&] { return ask(directory).body.size(); });
    policy.signer = all.signer(leaf);
    if (verified(ask(directory).body, all.root) != profile) {
        std::puts("the profile is not signed");
        std::exit(1);
    }
    STACK_OF(X509)* const chain = made(sk_X509_new_null());
    sk_X509_push(chain, all.intermediate.certificate.get());
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        ours.push_back(time_of(calls, [&] { return ask(directory).body.size(); }));
        theirs.push_back(time_of(calls, [&] { return sign_plainly(leaf, chain, profile); }));
        ratios.push_back(ours.back() / theirs.back());
    }
    const double bare = time_of(calls * 10, [&] { return sign_barely(leaf, profile); });
    sk_X509_free(chain);
    const double ratio = median(ratios);
    std::printf(
        "%-9s signed profile %6.1f us, OpenSSL's CMS signature %6.1f us: %.3f times (at most %.2f); bare "
        "signature %.1f us, unsigned profile %.1f us\n",
        name, median(ours), median(theirs), ratio, most, bare, unsigned_time);
    return ratio;
}

} // namespace

int main() {
    const double rsa = measure("RSA-2048", Hierarchy::get().rsa, 20);
    const double ec = measure("EC P-256", Hierarchy::get().ec, 200);
    return rsa <= most && ec <= most ? 0 : 1;
}
