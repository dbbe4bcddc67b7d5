// SPDX-License-Identifier: MIT
#pragma once
/// Takes values out of another program's file. What is not fit for our configuration is left out, and a note
/// says so; secrets are not in the notes. Thread safety: pure but for marking the values as used.

#include "imported.hpp"

#include "autodiscover/base/result.hpp"
#include "autodiscover/model/domain.hpp"
#include "autodiscover/model/placeholders.hpp"
#include "autodiscover/model/url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// `text` on one line: what no configuration may hold (controls, line separators, what XML 1.0 has no
/// character for) becomes a question mark.
std::string clean_line(std::string_view text);

/// `PATH = VALUE`, with the value withheld when it may be a secret.
std::string show_value(const ForeignValue& value);
/// Adds "not carried over: PATH = VALUE: why".
void refuse(const ForeignValue& value, std::string_view why, Notes& notes);
/// A note for every scalar that nobody asked for.
void note_unused(const ForeignValue& root, Notes& notes);

/// A text of at most `most` characters, cut and cleaned when needed; nothing when absent or empty.
std::optional<std::string> take_text(ForeignValue& table, std::string_view key, std::size_t most,
                                     Notes& notes);
std::optional<bool> take_flag(ForeignValue& table, std::string_view key, Notes& notes);
/// A number; digits between quotes are taken too.
std::optional<long> take_number(ForeignValue& table, std::string_view key, long least, long most,
                                Notes& notes);

/// A text that our configuration accepts under a key with the parser `parse`.
template <typename T>
std::optional<std::string> take_parsed(ForeignValue& table, std::string_view key,
                                       Result<T> (*parse)(std::string_view), Notes& notes);
extern template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                       Result<std::string> (*)(std::string_view), Notes&);
extern template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                       Result<Domain> (*)(std::string_view), Notes&);
extern template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                       Result<Template> (*)(std::string_view), Notes&);
extern template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                       Result<Url> (*)(std::string_view), Notes&);

/// "tls", "starttls" or "plaintext" for what other programs write; "" for any other word.
std::string_view transport_word(std::string_view text);
/// Sets transport and, if it differs, port; adds the warning that plaintext deserves.
void set_transport(ImportedService& service, std::string_view transport, std::optional<long> port);

} // namespace autodiscover
