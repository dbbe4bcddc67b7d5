// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/domain_list.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/yaml/text_file.hpp"

#include <algorithm>

namespace autodiscover {

void DomainLists::warn_about_repetition(const Source& source, SourceLocation location, std::string_view word,
                                        std::uint32_t first) const {
    const auto behind = std::find_if(starts_.rbegin(), starts_.rend(),
                                     [&](const Start& start) { return start.lines < first; });
    std::string message = quote(word) + " is listed already, in " + behind->source.name() + " line ";
    message.append(std::to_string(first - behind->lines));
    source.warning(location, std::move(message));
}

void DomainLists::add(const Source& source, SourceLocation location, std::string_view word) {
    const Result<Domain> domain = parse_domain(word);
    if (!domain) {
        source.error(location, word.starts_with('*') ? "a pattern may stand under `domains` only"
                                                     : domain.error().message);
        return;
    }
    const std::uint32_t number = lines_ + location.line;
    if (const std::optional<std::uint32_t> first = names_.add(domain->view(), number)) {
        warn_about_repetition(source, location, word, *first);
    }
}

void DomainLists::read(const Source& source, std::string_view text) {
    starts_.push_back({lines_, source});
    if (text.empty()) { // as it is for a moment while it is written in place
        source.warning({}, "the file is empty; no domain is listed in it");
    }
    if (const std::optional<TextFault> nul = find_nul(text)) {
        source.error(nul->location, nul->message);
        return;
    }
    if (const std::optional<SourceLocation> cut = find_cut(text)) {
        source.error(*cut, std::string(cut_message));
    }
    SourceLocation location;
    if (text.starts_with("\xef\xbb\xbf")) { // what some editors put in front of UTF-8
        text.remove_prefix(3);
    }
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const std::string_view word = trim(line.substr(0, line.find('#')));
        ++location.line;
        location.column = static_cast<std::uint32_t>(word.data() - line.data()) + 1;
        if (!word.empty()) {
            add(source, location, word);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    lines_ += location.line;
}

} // namespace autodiscover
