// SPDX-License-Identifier: MIT
#include "fuzz/markup.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace autodiscover::fuzz {

namespace {

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}
bool is_text(char c) {
    return c != '<';
}
bool is_white(char c) {
    return c == ' ' || c == '\n';
}
bool is_in_value(char c) {
    return c != '"' && c != '<';
}

bool is_void(std::string_view name) {
    constexpr std::array<std::string_view, 6> names = {"meta", "link", "br", "input", "img", "hr"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// One of the five names, or a number: "&" has been read.
bool is_reference(std::string_view text) {
    for (const std::string_view name : {"amp;", "lt;", "gt;", "quot;", "apos;"}) {
        if (text.starts_with(name)) {
            return true;
        }
    }
    const bool is_hexadecimal = text.starts_with("#x");
    const std::string_view digits = is_hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";
    if (!text.starts_with("#")) {
        return false;
    }
    text.remove_prefix(is_hexadecimal ? 2 : 1);
    const std::size_t end = text.find_first_not_of(digits);
    return end != 0 && end != std::string_view::npos && text[end] == ';';
}

} // namespace

bool MarkupScan::fail(std::string_view why) {
    why_ = why;
    return false;
}

bool MarkupScan::take(std::string_view expected) {
    if (!rest_.starts_with(expected)) {
        return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
}

std::string_view MarkupScan::take_while(bool (*holds)(char)) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), holds);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
}

/// An XML declaration and a document type, each in our one way of writing it.
bool MarkupScan::prologue() {
    take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (take("<!DOCTYPE ") || take("<!doctype ")) {
        take_while([](char c) { return c != '>' && c != '[' && c != '<'; });
        if (!take(">")) {
            return fail("the document type has no end");
        }
    }
    return true;
}

bool MarkupScan::references(std::string_view value) {
    for (std::size_t at = value.find('&'); at != std::string_view::npos; at = value.find('&', at + 1)) {
        if (!is_reference(value.substr(at + 1))) {
            return fail("a bare ampersand");
        }
    }
    return true;
}

bool MarkupScan::text() {
    const std::string_view text = take_while(is_text);
    if (open_.empty()) {
        return std::all_of(text.begin(), text.end(), is_white) || fail("text outside of the root");
    }
    if (text.find('>') != std::string_view::npos) {
        return fail("a bare >");
    }
    if (open_.back() == "key" && !names_(text)) {
        return fail("a key that is not ours");
    }
    return references(text);
}

/// What stands in <style> is ours as a whole, but it must end.
bool MarkupScan::raw_text(std::string_view name) {
    const std::size_t end = rest_.find("</");
    if (end == std::string_view::npos || !rest_.substr(end + 2).starts_with(name)) {
        return fail("raw text that does not end");
    }
    rest_.remove_prefix(end);
    return true;
}

bool MarkupScan::close(std::string_view name) {
    if (open_.empty() || open_.back() != name) {
        return fail("an end tag that fits no start tag");
    }
    open_.pop_back();
    return true;
}

bool MarkupScan::attribute() {
    const std::string_view name = take_while(is_name);
    if (name.empty() || !names_(name)) {
        return fail("an attribute that is not ours");
    }
    if (!take("=\"")) {
        return is_html_ ? true : fail("an attribute without a value");
    }
    const std::string_view value = take_while(is_in_value);
    return references(value) && (take("\"") || fail("a value that does not end"));
}

bool MarkupScan::start_tag() {
    const std::string_view name = take_while(is_name);
    if (name.empty() || !names_(name)) {
        return fail("an element that is not ours");
    }
    if (open_.empty() && std::exchange(had_root_, true)) {
        return fail("a second root");
    }
    while (!take_while(is_white).empty() && !rest_.starts_with("/>") && !rest_.starts_with(">")) {
        if (!attribute()) {
            return false;
        }
    }
    if (take("/>")) {
        return true;
    }
    if (!take(">")) {
        return fail("a tag that does not end");
    }
    if (is_html_ && is_void(name)) {
        return true;
    }
    open_.push_back(name);
    return is_html_ && (name == "style" || name == "script") ? raw_text(name) : true;
}

bool MarkupScan::tag() {
    if (!take("</")) {
        return take("<") && start_tag();
    }
    const std::string_view name = take_while(is_name);
    return close(name) && (take(">") || fail("an end tag that does not end"));
}

std::string_view MarkupScan::run() {
    if (!is_xml_text(rest_)) {
        return "characters that XML cannot carry";
    }
    bool is_good = prologue();
    while (is_good && !rest_.empty()) {
        is_good = text() && (rest_.empty() || tag());
    }
    if (is_good && (!open_.empty() || !had_root_)) {
        is_good = fail("an element that does not end");
    }
    return is_good ? std::string_view() : why_;
}

} // namespace autodiscover::fuzz
