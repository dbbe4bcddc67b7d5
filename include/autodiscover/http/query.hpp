// SPDX-License-Identifier: MIT
#pragma once
/// Reading of query strings and paths. Thread safety: pure functions.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// Replaces each valid %XX by its octet, once. An invalid % stays, and + stays a plus: mail clients send raw
/// plus signs in addresses (FairEmail, Nextcloud), and none means a blank by it.
std::string percent_decode(std::string_view text);

/// An address that was decoded, without white space at its ends; decoded once more where a program has
/// encoded it twice.
std::string plain_address(std::string decoded);

/// There is no "@", but one that is encoded, once or more often ("%40", "%2540").
bool has_only_encoded_at(std::string_view text) noexcept;

/// What a URL may hold as it is (RFC 3986 section 2.3); every other octet becomes %XX.
std::string percent_encode(std::string_view text);

/// A parameter as it was sent.
struct QueryParameter {
    std::string_view key;
    std::string_view value;
};
/// Takes the first off the query; nothing when there are no more. For whoever looks for several in one pass.
std::optional<QueryParameter> take_parameter(std::string_view& query) noexcept;

/// The decoded value of the first parameter that has one of `names`, compared without regard to case;
/// "" when it is there without a value, nothing when it is not there. "&" separates, ";" is tolerated.
std::optional<std::string> query_parameter(std::string_view query,
                                           std::initializer_list<std::string_view> names);
/// The same of a form that a browser has posted (application/x-www-form-urlencoded), where + is a blank.
std::optional<std::string> form_parameter(std::string_view body,
                                          std::initializer_list<std::string_view> names);

} // namespace autodiscover
