// SPDX-License-Identifier: MIT
// Apple configuration profiles over HTTP: a person installs one by following a link. What it says is made in
// mobileconfig_profile.cpp. Thread safety: pure functions and constants.
#include "autodiscover/protocols/protocol.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/lookup.hpp"
#include "autodiscover/protocols/mobileconfig_profile.hpp"
#include "autodiscover/protocols/profile_signature.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace autodiscover {

namespace {

constexpr std::string_view content_type = "application/x-apple-aspen-config"; // a charset is no part of it
constexpr std::string_view no_profile = "There is no configuration profile for this address.";
constexpr std::string_view no_address = "Say for which address: ?email=you@your-domain";
constexpr std::string_view unknown_payload =
    "A profile can hold mail, caldav, carddav, dav (both), ldap and activesync, with commas between.";
constexpr std::size_t longest_name = 100; // code points of a person's name
constexpr std::size_t longest_stem = 128; // bytes of a file name before its extension

/// What each octet of an address is in a file name: ASCII letters, digits, "._-", nothing that could end the
/// quoted string.
constexpr std::array<char, 256> file_name_octets = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const char c = static_cast<char>(i);
        table[i] = is_letter(c) || is_digit(c) || c == '_' || c == '.' ? c : '-';
    }
    return table;
}();

void add_disposition(Response& response, const Subject& subject) {
    std::string_view stem = subject.mailbox != nullptr ? subject.mailbox->address() : subject.domain;
    stem = stem.substr(0, longest_stem);
    std::array<char, longest_stem> name;
    char* const end = std::transform(stem.begin(), stem.end(), name.data(),
                                     [](char c) { return file_name_octets[static_cast<unsigned char>(c)]; });
    if (name.front() == '.') { // it would hide the file
        name.front() = '-';
    }
    response.headers.add(HeaderName::content_disposition,
                         {"attachment; filename=\"", {name.data(), end}, ".mobileconfig\""});
}

/// The profile of an account, or the reason why there is none.
Response render(const Account& account, std::string_view person, Payloads only) {
    if (account.subject.mailbox == nullptr && !account.policies().mobileconfig.without_address) {
        return Response::text(400, no_address);
    }
    std::optional<std::string> profile;
    if (account.policies().mobileconfig.enabled) {
        profile = mobileconfig_profile(account, person, only);
    }
    if (!profile) {
        return Response::text(404, no_profile);
    }
    Response response;
    response.content_type = content_type;
    add_disposition(response, account.subject);
    response.headers.add(HeaderName::cache_control, "no-store")
        .add(HeaderName::x_content_type_options, "nosniff")
        .add(HeaderName::x_robots_tag, "noindex");
    response.body = std::move(*profile);
    return response;
}

/// The parameters of a link that mean something, as they were sent.
class Asked {
  public:
    explicit Asked(std::string_view query) noexcept {
        while (const std::optional<QueryParameter> parameter = take_parameter(query)) {
            std::optional<std::string_view>* const place = place_of(parameter->key);
            if (place != nullptr && !*place) { // the first counts
                *place = parameter->value;
            }
        }
    }

    std::optional<std::string_view> name, only, address, addresses;

  private:
    /// Null: none of them. Peers' links have the address under several names.
    std::optional<std::string_view>* place_of(std::string_view key) noexcept {
        const auto is = [&](std::string_view word) { return equals_ignoring_case(key, word); };
        return is("email") || is("emailaddress") ? &address
               : is("name")                      ? &name
               : is("only")                      ? &only
               : is("addresses")                 ? &addresses
                                                 : nullptr;
    }
};

/// The person's name for outgoing mail; nothing when it is not one. Links that peers made encode a blank as
/// "+", as forms do, and no name has a plus sign.
std::optional<std::string> person_of(std::string_view raw) {
    std::string name = percent_decode(raw);
    if (!is_xml_text(name) || count_code_points(name) > longest_name || has_control_character(name)) {
        return std::nullopt;
    }
    std::replace(name.begin(), name.end(), '+', ' ');
    return std::string(trim(name));
}

/// The payloads that a link asks for, "only=mail,caldav"; nothing when it names an unknown one.
std::optional<Payloads> only_of(std::string_view raw) {
    const std::string list = percent_decode(raw);
    Payloads only;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        const std::string_view word = std::string_view(list).substr(at, end - at);
        const auto* const known =
            std::find_if(payload_words.begin(), payload_words.end(),
                         [&](const auto& pair) { return equals_ignoring_case(pair.first, word); });
        if (known == payload_words.end()) {
            return std::nullopt;
        }
        only.add(known->second);
        at = end + 1;
    }
    return only;
}

/// Empty: there is none. A list ("addresses") gives its first.
std::string address_of(const Asked& asked) {
    if (asked.address) {
        return plain_address(percent_decode(*asked.address));
    }
    std::string list = percent_decode(asked.addresses.value_or(""));
    list.resize(std::min(list.find(','), list.size()));
    return plain_address(std::move(list));
}

/// What a link says beside the address.
struct Wish {
    std::optional<std::string_view> name; // as it was sent
    Payloads only;                        // empty: what the policy says
};

/// What is sent: the view of an account, signed. `autodiscover show` is for people, who read the view. Where
/// profiles are signed, a name in the link is ignored: old links go on working, and the device asks.
Response reply(const Request& request, const Account& account, const Wish& wish) {
    const MobileconfigPolicy& policy = account.policies().mobileconfig;
    const bool may_name = wish.name && policy.signer == nullptr;
    const std::optional<std::string> person = may_name ? person_of(*wish.name) : std::string();
    return person ? signed_profile(render(account, *person, wish.only), policy, request)
                  : Response::text(400, "The name is not valid.");
}

/// Without an address the host name decides the domain, and the device asks for the address.
Response answer_without_address(const Request& request, const Directory& directory, const Wish& wish) {
    return answer_host(
        request.host, directory, [&](const Account& account) { return reply(request, account, wish); },
        [] { return Response::text(400, no_address); });
}

Response answer(const Request& request, const Directory& directory) {
    const Asked asked(request.query);
    const std::optional<Payloads> only = asked.only ? only_of(*asked.only) : Payloads();
    if (!only) {
        return Response::text(400, unknown_payload);
    }
    const Wish wish{asked.name, *only};
    const std::string address = address_of(asked);
    if (address.empty()) {
        return answer_without_address(request, directory, wish);
    }
    const Result<Mailbox> mailbox = Mailbox::parse(address);
    if (!mailbox) {
        return Response::text(400, "The address is not valid.");
    }
    return answer_for(
        Subject(*mailbox), directory, [&](const Account& account) { return reply(request, account, wish); },
        [] { return Response::text(404, no_profile); });
}

/// Devices look for none of these: people follow links, and old links of other programs go on working.
constexpr std::uint8_t get = bit(Method::get);
constexpr std::array routes = {
    Route{"/email.mobileconfig", Route::Match::exact, get, answer}, // the one that we print
    Route{"/email/mobileconfig", Route::Match::exact, get, answer},
    Route{"/mobileconfig", Route::Match::exact, get, answer},
    Route{"/mobileconfig/", Route::Match::exact, get, answer},        // automx2
    Route{"/profile.mobileconfig", Route::Match::exact, get, answer}, // mox
    Route{"/apple.mobileconfig", Route::Match::exact, get, answer},   // Mailu
    Route{"/mail/ios.mobileconfig", Route::Match::exact, get, answer},
    Route{"/.well-known/apple-mail.mobileconfig", Route::Match::exact, get, answer},
};

} // namespace

const Protocol mobileconfig_protocol = {
    "mobileconfig", "Apple Mail: configuration profile", routes,
    [](const Account& account, const Installation&) { return render(account, {}, {}); }};

} // namespace autodiscover
