// SPDX-License-Identifier: MIT
#include "autodiscover/cli/own_xml.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace autodiscover {

namespace {

/// The references that XmlWriter writes. A person's text may hold others in the form "&amp;x;" only.
constexpr std::array<std::pair<std::string_view, char>, 8> references = {{{"&amp;", '&'},
                                                                          {"&lt;", '<'},
                                                                          {"&gt;", '>'},
                                                                          {"&quot;", '"'},
                                                                          {"&#39;", '\''},
                                                                          {"&#13;", '\r'},
                                                                          {"&#10;", '\n'},
                                                                          {"&#9;", '\t'}}};

void require(bool holds) {
    if (!holds) {
        throw std::invalid_argument("a document that its own reader does not understand");
    }
}

std::string unescape(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (text.front() != '&') {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto* const found = std::find_if(references.begin(), references.end(),
                                               [&](const auto& r) { return text.starts_with(r.first); });
        require(found != references.end());
        out += found->second;
        text.remove_prefix(found->first.size());
    }
    return out;
}

/// All up to `end`, which is removed with it.
std::string_view take_until(std::string_view& text, std::string_view end) {
    const std::size_t at = text.find(end);
    require(at != std::string_view::npos);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at + end.size());
    return taken;
}

/// What stands in a start tag. No value holds ">": the writer escapes it.
OwnXml start_tag(std::string_view tag) {
    OwnXml element;
    const std::size_t name_end = std::min(tag.find(' '), tag.size());
    element.name = tag.substr(0, name_end);
    require(!element.name.empty());
    tag.remove_prefix(name_end);
    while (!trim(tag).empty()) {
        const std::string_view name = trim(take_until(tag, "=\""));
        element.attributes.emplace_back(name, unescape(take_until(tag, "\"")));
    }
    return element;
}

/// Reads the content of `parent` and its end tag.
void read_content(OwnXml& parent, std::string_view& rest) {
    std::string text;
    for (;;) {
        text.append(take_until(rest, "<"));
        std::string_view tag = take_until(rest, ">");
        if (tag.starts_with('/')) {
            require(tag.substr(1) == parent.name);
            parent.text = unescape(trim(text));
            return;
        }
        const bool is_empty = tag.ends_with('/');
        tag.remove_suffix(is_empty ? 1 : 0);
        OwnXml& element = parent.children.emplace_back(start_tag(tag));
        if (!is_empty) {
            read_content(element, rest);
        }
    }
}

} // namespace

const OwnXml* OwnXml::child(std::string_view wanted) const noexcept {
    const auto found =
        std::find_if(children.begin(), children.end(), [&](const OwnXml& e) { return e.name == wanted; });
    return found == children.end() ? nullptr : &*found;
}

std::string_view OwnXml::text_of(std::string_view wanted) const noexcept {
    const OwnXml* const found = child(wanted);
    return found == nullptr ? std::string_view() : std::string_view(found->text);
}

std::string_view OwnXml::attribute(std::string_view wanted) const noexcept {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.first == wanted; });
    return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

OwnXml read_own_xml(std::string_view document) {
    std::string_view tag;
    do { // the declaration and the DOCTYPE
        require(trim(take_until(document, "<")).empty());
        tag = take_until(document, ">");
    } while (tag.starts_with('?') || tag.starts_with('!'));
    OwnXml root = start_tag(tag);
    read_content(root, document);
    require(trim(document).empty());
    return root;
}

} // namespace autodiscover
