// SPDX-License-Identifier: MIT
#include "xml_source.hpp"

#include "autodiscover/base/text.hpp"

#include <cstddef>
#include <utility>

namespace autodiscover {

namespace {

/// "!DOCTYPE" anywhere, in any encoding that we read: NUL octets are skipped, so that UTF-16 is covered. It
/// is the second lock beside XERCES_DISABLE_DTD, for the WF scanner never calls a LexicalHandler's startDTD.
/// No client has reason to write the word in a comment, so the short cut costs nothing.
bool holds_doctype(std::string_view document) {
    constexpr std::string_view word = "DOCTYPE";
    for (std::size_t i = document.find('!'); i != std::string_view::npos; i = document.find('!', i + 1)) {
        std::size_t matched = 0;
        for (std::size_t k = i + 1; k < document.size() && matched < word.size(); ++k) {
            if (document[k] == word[matched]) {
                ++matched;
            } else if (document[k] != '\0') {
                break;
            }
        }
        if (matched == word.size()) {
            return true;
        }
    }
    return false;
}

/// Seen before Xerces reads, since it compares each attribute with all others of its element before it calls
/// the handler.
bool has_more_equals_signs(std::string_view document, std::size_t limit) {
    std::size_t count = 0;
    for (std::size_t i = document.find('='); i != std::string_view::npos; i = document.find('=', i + 1)) {
        ++count;
    }
    return count > limit;
}

/// Two octets a character: a byte order mark, or "<" beside a NUL.
bool is_utf16(std::string_view document) {
    using namespace std::string_view_literals;
    for (const std::string_view start : {"\xff\xfe"sv, "\xfe\xff"sv, "<\0"sv, "\0<"sv}) {
        if (document.starts_with(start)) {
            return true;
        }
    }
    return false;
}

std::string_view without_nul_at_end(std::string_view document, std::size_t width) {
    document.remove_suffix(document.size() % width);
    const std::string_view nul("\0\0", width);
    while (document.ends_with(nul)) {
        document.remove_suffix(width);
    }
    return document;
}

/// The declaration that most documents have says nothing that is not so without it, and Xerces takes some
/// 3,000 instructions to read it.
std::string_view without_usual_declaration(std::string_view document) {
    for (const std::string_view usual :
         {R"(<?xml version="1.0" encoding="utf-8"?>)", R"(<?xml version="1.0" encoding="UTF-8"?>)"}) {
        if (document.starts_with(usual)) {
            const std::string_view rest = document.substr(usual.size());
            return rest.starts_with("<?") ? document : rest; // a second declaration is an error
        }
    }
    return document;
}

/// Where the DOCTYPE before the root element begins, or npos.
std::size_t find_doctype(std::string_view document) {
    constexpr std::pair<std::string_view, std::string_view> skipped[] = {{"<?", "?>"}, {"<!--", "-->"}};
    for (std::size_t at = 0; at < document.size();) {
        const std::string_view rest = document.substr(at);
        if (rest.starts_with("<!DOCTYPE")) {
            return at;
        }
        std::size_t size = is_blank(rest.front()) ? 1 : 0;
        for (const auto& [begin, end] : skipped) {
            if (rest.starts_with(begin)) {
                size = rest.find(end, begin.size());
                size += size == std::string_view::npos ? 0 : end.size();
            }
        }
        if (size == 0 || size == std::string_view::npos) {
            break;
        }
        at += size;
    }
    return std::string_view::npos;
}

} // namespace

Result<XmlSource> xml_source_of(std::string_view document, const XmlLimits& limits) {
    if (document.size() > limits.bytes) {
        return Error{"the document is too long"};
    }
    const bool wide = is_utf16(document);
    document = without_nul_at_end(document, wide ? 2 : 1);
    if (!wide) {
        constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
        if (document.starts_with(byte_order_mark)) {
            document.remove_prefix(byte_order_mark.size());
        }
        while (!document.empty() && is_blank(document.front())) {
            document.remove_prefix(1);
        }
        // Xerces drops sequences above U+10FFFF (f7 80 80 80) without a word, when enough stands before them.
        if (!is_utf8(document)) {
            return Error{"the document is not UTF-8"};
        }
        document = without_usual_declaration(document);
    }
    if ((wide || !limits.doctype) && holds_doctype(document)) {
        return Error{"a document type is declared"};
    }
    if (has_more_equals_signs(document, limits.equals_signs)) {
        return Error{"there are too many attributes"};
    }
    return XmlSource{document, wide};
}

Result<std::string> without_doctype(std::string_view document) {
    std::string out(document);
    const std::size_t begin = find_doctype(document);
    if (begin == std::string_view::npos) {
        return out;
    }
    char quote = '\0';
    for (std::size_t i = begin + 1; i < out.size(); ++i) {
        const char c = out[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            out.replace(begin, i + 1 - begin, i + 1 - begin, ' ');
            return out;
        } else if (c == '[' || c == '<') {
            break;
        }
    }
    return Error{"the document type has declarations of its own"};
}

} // namespace autodiscover
