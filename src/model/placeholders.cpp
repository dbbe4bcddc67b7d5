// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholders.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/model/placeholder_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover {

namespace {

struct Placeholder {
    std::string_view name;
    std::string_view (*value)(const Subject&);
    bool needs_mailbox;
};

constexpr std::array<Placeholder, 3> placeholders = {{
    {"%EMAILADDRESS%", [](const Subject& s) { return s.mailbox->address(); }, true},
    {"%EMAILLOCALPART%", [](const Subject& s) { return s.mailbox->local_part(); }, true},
    {"%EMAILDOMAIN%", [](const Subject& s) { return s.domain; }, false},
}};

const Placeholder* placeholder_at(std::string_view text) {
    const auto* const found = std::find_if(placeholders.begin(), placeholders.end(),
                                           [&](const Placeholder& p) { return text.starts_with(p.name); });
    return found == placeholders.end() ? nullptr : found;
}

using Allowed = Template::Allowed;

bool begins_encoded_byte(std::string_view text) noexcept {
    return text.size() >= 3 && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

/// "`%u`", which may hold no control characters and be of any length.
std::string quoted(std::string_view word) {
    constexpr std::size_t longest = 40;
    return std::string("`").append(word.substr(0, longest)).append(word.size() > longest ? "...`" : "`");
}

std::string expected(Allowed allowed) {
    return allowed == Allowed::all ? "expected %EMAILADDRESS%, %EMAILLOCALPART% or %EMAILDOMAIN%"
                                   : "only %EMAILDOMAIN% is filled in here";
}

/// How the sign itself is written, where it can be.
std::string_view escape_of(char sign, Allowed allowed) {
    if (allowed == Allowed::domain_in_url) {
        return sign == '%' ? " (a percent sign is `%25`)" : sign == '$' ? " (a dollar sign is `%24`)" : "";
    }
    return sign == '%' && allowed == Allowed::all ? " (a percent sign is `%%`)" : "";
}

/// "%%EMAILADDRESS%%", the manner of other programs, is no percent sign before a word: clients would fill in
/// what is left of it. Size 0: it is none.
PlaceholderWord doubled_placeholder(std::string_view text) {
    if (!text.starts_with("%%")) {
        return {};
    }
    PlaceholderWord word = placeholder_word(text.substr(1));
    if (!word.is_closed || word.name.size() < 3 || meant_placeholder(word.name).empty()) {
        return {};
    }
    word.size += text.substr(1 + word.size).starts_with('%') ? 2U : 1U;
    return word;
}

std::string explain(std::string_view text, Allowed allowed) {
    const PlaceholderWord doubled = doubled_placeholder(text);
    const PlaceholderWord word = doubled.size != 0 ? doubled : placeholder_word(text);
    if (word.size == 0) {
        return ("a `%` alone; " + expected(allowed)).append(escape_of('%', allowed));
    }
    const std::string_view meant = meant_placeholder(word.name);
    const bool is_possible = allowed == Allowed::all || meant == placeholder_names[2];
    return ("unknown placeholder " + quoted(text.substr(0, word.size)) +
            (!meant.empty() && is_possible ? ", did you mean %" + std::string(meant) + "%?"
                                           : "; " + expected(allowed)))
        .append(escape_of(text.front(), allowed));
}

/// What stands for itself at the front of a text, and how much of the text says so; 0: nothing does.
struct Sign {
    std::size_t size = 0;
    std::string_view text{};
};

/// Precondition: `text` begins with one of `%`, `$` and `{`, and with no placeholder of ours.
Sign read_sign(std::string_view text, Allowed allowed) {
    const bool is_url = allowed == Allowed::domain_in_url;
    const PlaceholderWord word = placeholder_word(text);
    if (text.starts_with("%%")) {
        return doubled_placeholder(text).size == 0 ? Sign{2, is_url ? "%25" : "%"} : Sign{};
    }
    if (text.front() == '%') { // "%domain%" begins with an encoded byte too
        const bool is_word = word.is_closed && word.name.size() > 2 && !meant_placeholder(word.name).empty();
        return is_url && begins_encoded_byte(text) && !is_word ? Sign{1, "%"} : Sign{};
    }
    return word.size == 0 ? Sign{1, text.substr(0, 1)} : Sign{};
}

std::size_t count_placeholders(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        count += placeholder_at(text.substr(at)) != nullptr ? 1U : 0U;
    }
    return count;
}

} // namespace

const Template::Content Template::nothing;

std::optional<PlaceholderFault> Template::read(std::string_view text, Allowed allowed, Content& content) {
    std::size_t placeholders_read = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const std::size_t plain = std::min(rest.find_first_of("%${"), rest.size());
        if (plain > 0) {
            content.text.append(rest.substr(0, plain));
            at += plain;
        } else if (const Placeholder* const known = placeholder_at(rest)) {
            if (known->needs_mailbox && allowed != Allowed::all) {
                return PlaceholderFault{at, std::string(known->name) + ": " + expected(allowed)};
            }
            ++placeholders_read;
            content.needs_mailbox = content.needs_mailbox || known->needs_mailbox;
            content.text.append(known->name);
            at += known->name.size();
        } else if (const Sign sign = read_sign(rest, allowed); sign.size != 0) {
            content.text.append(sign.text);
            at += sign.size;
        } else {
            return PlaceholderFault{at, explain(rest, allowed)};
        }
    }
    content.is_literal = placeholders_read == 0;
    if (count_placeholders(content.text) != placeholders_read) {
        return PlaceholderFault{text.rfind("%%"),
                                "this percent sign makes a placeholder of the word beside it"};
    }
    return std::nullopt;
}

Result<Template> Template::parse(std::string_view text, Allowed allowed) {
    Content content;
    if (auto fault = read(text, allowed, content)) {
        return Error{std::move(fault->message)};
    }
    Template result;
    result.content_ = std::move(content);
    return result;
}

std::optional<PlaceholderFault> Template::find_fault(std::string_view text, Allowed allowed) {
    Content content;
    return read(text, allowed, content);
}

std::string Template::written() const {
    std::string out;
    for (std::string_view rest = text(); !rest.empty();) {
        const Placeholder* const known = placeholder_at(rest);
        const std::size_t size = known != nullptr ? known->name.size() : 1;
        out.append(rest.substr(0, size)).append(known == nullptr && rest.front() == '%' ? "%" : "");
        rest.remove_prefix(size);
    }
    return out;
}

FilledText Template::fill(const Subject& subject) const {
    if (is_literal()) {
        return FilledText(std::string_view(text()));
    }
    if (text() == placeholders[0].name) { // the address, the usual login name
        return FilledText(placeholders[0].value(subject));
    }
    std::string out;
    std::string_view rest = text();
    for (std::size_t i = rest.find('%'); i != std::string_view::npos; i = rest.find('%')) {
        out.append(rest.substr(0, i));
        rest.remove_prefix(i);
        const Placeholder* known = placeholder_at(rest);
        out.append(known != nullptr ? known->value(subject) : std::string_view("%"));
        rest.remove_prefix(known != nullptr ? known->name.size() : 1);
    }
    out.append(rest);
    return FilledText(std::move(out));
}

std::optional<PlaceholderFault> find_stray_placeholder(std::string_view text) {
    constexpr std::string_view signs = "%${";
    for (std::size_t at = text.find_first_of(signs); at != std::string_view::npos;
         at = text.find_first_of(signs, at + 1)) {
        const PlaceholderWord word = placeholder_word(text.substr(at));
        const std::size_t before = text.substr(0, at).find_last_not_of(' ');
        const bool is_percentage =
            before != std::string_view::npos && is_digit(text[before]); // "50 % dearer"
        const bool is_sure = word.is_closed || text[at] == '$' ? word.name.size() > 3
                                                               : lower_case(word.name).starts_with("email");
        const bool is_letter_alone = word.name.size() == 1 && text[at] == '%' && !is_percentage;
        if ((is_sure || is_letter_alone) && !meant_placeholder(word.name).empty()) {
            return PlaceholderFault{at, "no placeholder is filled in here: " +
                                            quoted(text.substr(at, word.size)) + " stays as it is"};
        }
    }
    return std::nullopt;
}

} // namespace autodiscover
