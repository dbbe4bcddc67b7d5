// SPDX-License-Identifier: MIT
#include "autodiscover/model/placeholders.hpp"

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

/// "%NAME%" at the start of `text`, or nothing. Two letters are an octet of a URL: "%AB%CD".
std::string_view percent_word(std::string_view text) {
    const std::size_t end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1);
    return end != std::string_view::npos && end > 3 && text[end] == '%' ? text.substr(0, end + 1)
                                                                        : std::string_view();
}

} // namespace

const Template::Content Template::nothing;

Result<Template> Template::parse(std::string_view text, Allowed allowed) {
    Content content;
    for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i)) {
        const std::string_view word = percent_word(text.substr(i));
        if (word.empty()) {
            ++i;
            continue;
        }
        const Placeholder* known = placeholder_at(word);
        if (known == nullptr || (known->needs_mailbox && allowed == Allowed::domain_only)) {
            return Error{"unknown placeholder " + std::string(word) +
                         (allowed == Allowed::all ? ", use %EMAILADDRESS%, %EMAILLOCALPART% or %EMAILDOMAIN%"
                                                  : ", only %EMAILDOMAIN% may stand here")};
        }
        content.is_literal = false;
        content.needs_mailbox = content.needs_mailbox || known->needs_mailbox;
        i += word.size();
    }
    content.text = text;
    Template result;
    result.content_ = std::move(content);
    return result;
}

void Template::expand(const Subject& subject, std::string& out) const {
    std::string_view rest = text();
    for (std::size_t i = rest.find('%'); i != std::string_view::npos; i = rest.find('%')) {
        out.append(rest.substr(0, i));
        rest.remove_prefix(i);
        const Placeholder* known = placeholder_at(rest);
        out.append(known != nullptr ? known->value(subject) : std::string_view("%"));
        rest.remove_prefix(known != nullptr ? known->name.size() : 1);
    }
    out.append(rest);
}

} // namespace autodiscover
