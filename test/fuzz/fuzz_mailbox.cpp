// SPDX-License-Identifier: MIT
// Any octets as an address, as a domain and as a Host header: what is accepted is in its normal form, and so
// is accepted again, as the same.
#include "autodiscover/base/text.hpp"
#include "autodiscover/model/mailbox.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <algorithm>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

void check_domain(std::string_view domain) {
    require(!domain.empty() && domain.size() <= 253, "a domain has 1 to 253 octets", domain);
    for (const char c : domain) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        require(is_letter || c == '-' || c == '.', "a domain is lower-case A-labels", domain);
    }
    require(domain.front() != '.' && domain.back() != '.' && domain.find("..") == std::string_view::npos,
            "no label is empty", domain);
    const Result<Domain> again = Domain::parse(domain);
    require(again && again->view() == domain, "a domain stays what it is", domain);
}

void check_mailbox(const Mailbox& mailbox, std::string_view text) {
    require(mailbox.address() == std::string(mailbox.local_part()) + "@" + std::string(mailbox.domain()),
            "an address is its parts", mailbox.address());
    require(text.starts_with(mailbox.local_part()), "the local part is as given", mailbox.address());
    const std::string_view local_part = mailbox.local_part();
    require(!local_part.empty() && local_part.size() <= Mailbox::longest_local_part && is_utf8(local_part) &&
                !has_control_character(local_part),
            "a local part is plain", local_part);
    require(local_part.find_first_of("@\"<>()[]\\,;: ") == std::string_view::npos, "no quotes, no specials",
            local_part);
    check_domain(mailbox.domain());
    const Result<Mailbox> again = Mailbox::parse(mailbox.address());
    require(again && again->address() == mailbox.address(), "an address stays what it is", mailbox.address());
    const std::optional<Domain> domain = domain_of_address(text);
    require(domain && domain->view() == mailbox.domain(), "its domain is found without it too", text);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const Result<Mailbox> mailbox = Mailbox::parse(text)) {
        check_mailbox(*mailbox, text);
    }
    if (const Result<Domain> domain = Domain::parse(text)) {
        check_domain(domain->view());
    }
    for (const auto& domain : {domain_of_address(text), domain_of_host(text)}) {
        if (domain) {
            check_domain(domain->view());
        }
    }
    return 0;
}
