// SPDX-License-Identifier: MIT
#include "import_values.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;

/// Octets of the character at the front of well-formed UTF-8.
std::size_t character_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

bool is_printable(std::string_view character) {
    // LINE and PARAGRAPH SEPARATOR end a line for some YAML readers; a byte order mark is none inside.
    return control_character_size(character) == 0 && character != "\xe2\x80\xa8" &&
           character != "\xe2\x80\xa9" && character != "\xef\xbb\xbf" && is_xml_text(character);
}

/// The first `most` characters.
std::string_view front(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (; most > 0 && end < text.size(); --most) {
        end += character_length(text.substr(end));
    }
    return text.substr(0, end);
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// A hash, a token, a key: long, without blanks and dots, letters and digits mixed.
bool looks_random(std::string_view text) {
    constexpr std::size_t shortest = 12;
    return text.size() >= shortest && text.find_first_of(" ./@:%") == std::string_view::npos &&
           std::any_of(text.begin(), text.end(), is_digit) &&
           std::any_of(text.begin(), text.end(), is_letter);
}

/// Rather a harmless value too many withheld than a password printed.
bool may_be_secret(const ForeignValue& value) {
    const std::string path = lower_case(value.path);
    const std::string text = lower_case(value.text);
    return holds_any(path, {"pass", "pwd", "secret", "token", "cred", "key", "bind", "hash", "uri", "dsn",
                            "pin", "salt", "private"}) ||
           holds_any(text, {"pass", "pwd", "secret", "token", "key=", "-----begin", "{sha", "{ssha"}) ||
           text.starts_with('$') || looks_random(text) ||
           (has_any_scheme(text) && text.find('@') != std::string::npos);
}

constexpr auto transport_words = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ssl", "tls"},
    {"tls", "tls"},
    {"ssl/tls", "tls"},
    {"starttls", "starttls"},
    {"none", "plaintext"},
    {"plain", "plaintext"},
});

const std::string& to_write(const std::string& parsed, std::string_view /*written*/) {
    return parsed;
}
/// As it was written: people do not recognise A-labels.
std::string to_write(const Domain& /*parsed*/, std::string_view written) {
    return std::string(written);
}
std::string to_write(const Url& parsed, std::string_view /*written*/) {
    return parsed.text();
}
std::string to_write(const Template& parsed, std::string_view /*written*/) {
    return parsed.written();
}

} // namespace

std::string clean_line(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view character = text.substr(0, character_length(text));
        out.append(is_printable(character) ? character : "?");
        text.remove_prefix(character.size());
    }
    return out;
}

std::string show_value(const ForeignValue& value) {
    constexpr std::size_t longest = 80;
    std::string out = value.path.empty() ? "the file" : value.path;
    switch (value.kind) {
    case Kind::list:
        return out.append(" (a list)");
    case Kind::table:
        return out.append(" (a section)");
    default:
        break;
    }
    if (may_be_secret(value)) {
        return out.append(" (value withheld)");
    }
    const std::string_view shown = front(value.text, longest);
    const std::string_view mark = value.kind == Kind::text ? "\"" : "";
    return out.append(" = ")
        .append(mark)
        .append(shown)
        .append(shown.size() < value.text.size() ? "..." : "")
        .append(mark);
}

void refuse(const ForeignValue& value, std::string_view why, Notes& notes) {
    notes.push_back("not carried over: " + show_value(value) + ": " + std::string(why));
}

void note_unused(const ForeignValue& root, Notes& notes) {
    const bool is_scalar = root.kind != Kind::list && root.kind != Kind::table;
    const bool is_remark = root.key.starts_with("_comment");
    if (!root.used && (is_scalar || root.members.empty()) && !root.path.empty() && !is_remark) {
        notes.push_back("not carried over: " + show_value(root));
    }
    for (const ForeignValue& member : root.members) {
        note_unused(member, notes);
    }
}

std::optional<std::string> take_text(ForeignValue& table, std::string_view key, std::size_t most,
                                     Notes& notes) {
    ForeignValue* const value = table.take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->kind != Kind::text) {
        value->use_all();
        refuse(*value, "it should be a text", notes);
        return std::nullopt;
    }
    const std::string clean = clean_line(trim(value->text));
    if (clean != trim(value->text)) {
        notes.push_back(value->path + ": line breaks and control characters became question marks");
    }
    const std::string_view fitting = trim(front(clean, most));
    if (fitting.size() < trim(clean).size()) {
        notes.emplace_back(value->path + ": cut to ").append(std::to_string(most));
        notes.back().append(" characters");
    }
    return fitting.empty() ? std::nullopt : std::optional(std::string(fitting));
}

std::optional<bool> take_flag(ForeignValue& table, std::string_view key, Notes& notes) {
    ForeignValue* const value = table.take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->kind != Kind::boolean) {
        value->use_all();
        refuse(*value, "it should be true or false", notes);
        return std::nullopt;
    }
    return value->text == "true";
}

std::optional<long> take_number(ForeignValue& table, std::string_view key, long least, long most,
                                Notes& notes) {
    ForeignValue* const value = table.take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const char* const end = value->text.data() + value->text.size();
    long number = 0;
    const auto [stop, status] = std::from_chars(value->text.data(), end, number);
    if ((value->kind != Kind::number && value->kind != Kind::text) || stop != end || status != std::errc() ||
        number < least || number > most) {
        value->use_all();
        std::string why = "it should be a number from ";
        why.append(std::to_string(least));
        why.append(" to ").append(std::to_string(most));
        refuse(*value, why, notes);
        return std::nullopt;
    }
    return number;
}

template <typename T>
std::optional<std::string> take_parsed(ForeignValue& table, std::string_view key,
                                       Result<T> (*parse)(std::string_view), Notes& notes) {
    ForeignValue* const value = table.take(key);
    if (value == nullptr || (value->kind == Kind::text && value->text.empty())) {
        return std::nullopt;
    }
    const std::string_view text = trim(value->text);
    const Result<T> parsed =
        value->kind == Kind::text ? parse(text) : Result<T>(Error{"it should be a text"});
    if (!parsed || clean_line(text) != text) {
        value->use_all();
        refuse(*value, parsed || may_be_secret(*value) ? "it cannot stand there" : parsed.error().message,
               notes);
        return std::nullopt;
    }
    return to_write(*parsed, text);
}

template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                Result<std::string> (*)(std::string_view), Notes&);
template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                Result<Domain> (*)(std::string_view), Notes&);
template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                Result<Template> (*)(std::string_view), Notes&);
template std::optional<std::string> take_parsed(ForeignValue&, std::string_view,
                                                Result<Url> (*)(std::string_view), Notes&);

std::string_view transport_word(std::string_view text) {
    for (const auto& [theirs, ours] : transport_words) {
        if (equals_ignoring_case(text, theirs)) {
            return ours;
        }
    }
    return "";
}

void set_transport(ImportedService& service, std::string_view transport, std::optional<long> port) {
    const ServiceDefault& usual = service_default(service.key);
    service.transport = transport;
    if (port && *port != usual.port) {
        service.port = static_cast<std::uint16_t>(*port);
    }
    if (transport == "plaintext") {
        service.notes.push_back(
            "WARNING: plaintext sends passwords and mail unprotected, as the old file said; if the server can, "
            "remove the lines `transport` and `allow_plaintext`");
    }
}

} // namespace autodiscover
