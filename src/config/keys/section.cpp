// SPDX-License-Identifier: MIT
#include "autodiscover/config/keys/section.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>

namespace autodiscover {

namespace {

bool is_line(std::string_view text) {
    return is_xml_text(text) && !has_control_character(text);
}

std::string count(long number, std::string_view unit) {
    std::string out;
    out.append(std::to_string(number));
    return out.append(" ").append(unit).append(number == 1 ? "" : "s");
}

/// What to write where `outlook: no` is: a section that can be switched off, or that false stands for. And
/// where domains are in a list, or their colons are missing.
std::string cure_of(std::string_view section, const YamlEntry& entry) {
    if (section == "domains") {
        return "; write a line for each domain, such as `example.org:`";
    }
    const std::optional<bool> meant = meant_boolean(entry.value);
    if (!meant) {
        return "";
    }
    if (find_key(section, "enabled") != nullptr) {
        return "; write " + quote(std::string(entry.key) + ": { enabled: " + (*meant ? "true }" : "false }"));
    }
    const std::size_t dot = section.rfind('.');
    const Key* const key =
        dot == std::string_view::npos ? nullptr : find_key(section.substr(0, dot), section.substr(dot + 1));
    const bool has_false = key != nullptr && key->kind == Key::Kind::mapping_or_false;
    return has_false && !*meant ? "; write " + quote(std::string(entry.key) + ": false") : "";
}

} // namespace

Section::Section(const Source& source, const YamlEntry* entry, std::string_view name)
    : source_(source), name_(name), keys_(keys_of(name)) {
    if (entry == nullptr) {
        return;
    }
    location_ = entry->key_location;
    if (entry->value.kind == YamlNode::Kind::mapping) {
        node_ = &entry->value;
        check_keys(entry->key);
    } else if (entry->value.kind != YamlNode::Kind::null) {
        is_malformed_ = true;
        source_.error(entry->value.location, quote(entry->key) +
                                                 " must be a mapping (`key: value` lines), not " +
                                                 describe(entry->value) + cure_of(name, *entry));
    } else if (name != "domains.DOMAIN") { // a file may have been cut here
        is_malformed_ = true;
        source_.error(location_,
                      quote(entry->key) + " is empty; leave it out, or write what belongs below it");
    }
}

Section::Section(const Source& source, const YamlNode& node, std::string_view name)
    : source_(source), location_(node.location), name_(name), keys_(keys_of(name)) {
    if (node.kind == YamlNode::Kind::mapping) {
        node_ = &node;
        check_keys("");
    } else {
        is_malformed_ = true;
        source_.error(node.location, "this must be a mapping (`key: value`), not " + describe(node));
    }
}

Section Section::of_defaults(const Source& source, std::string_view name) {
    static const std::map<std::string_view, YamlNode> all = [] {
        std::map<std::string_view, YamlNode> nodes;
        for (const KeySection& section : key_table()) {
            YamlNode& node = nodes[section.name];
            node.kind = YamlNode::Kind::mapping;
            for (const Key& key : section.keys) {
                if (!key.value.empty()) {
                    YamlEntry& entry = node.entries.emplace_back();
                    entry.key = key.name;
                    entry.value.kind = YamlNode::Kind::scalar;
                    entry.value.text = key.value;
                }
            }
        }
        return nodes;
    }();
    return {source, all.at(name), name};
}

const Key* Section::look_up(std::string_view key) const noexcept {
    const auto found =
        std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) { return each.name == key; });
    return found == keys_.end() ? nullptr : &*found;
}

const Key& Section::known(std::string_view key) const {
    const Key* const found = look_up(key);
    if (found == nullptr) {
        throw std::logic_error("no row in the key table: " + std::string(name_).append(".").append(key));
    }
    return *found;
}

void Section::check_keys(std::string_view title) const {
    if (keys_.empty() || is_any(keys_.front().name)) {
        return; // any key may stand here
    }
    for (const YamlEntry& entry : node_->entries) {
        if (look_up(entry.key) == nullptr) {
            const std::string where = title.empty() ? "" : " in " + quote(title);
            source_.error(entry.key_location,
                          "unknown key " + quote(entry.key) + where + suggest_key(name_, entry.key));
        }
    }
}

const std::vector<YamlEntry>& Section::entries() const noexcept {
    static const std::vector<YamlEntry> none;
    return node_ == nullptr ? none : node_->entries;
}

const YamlEntry* Section::find(std::string_view key) const noexcept {
    return node_ == nullptr ? nullptr : node_->find(key);
}

bool Section::require(std::string_view key) const {
    if (has(key) || is_malformed_) {
        return has(key);
    }
    source_.error(location_, "missing required key " + quote(key) + " (" + type_of(known(key)) + ")");
    return false;
}

void Section::wrong_type(const Key& key, std::string_view title, const YamlNode& node) const {
    std::string message = quote(title) + " must be " + (key.words.empty() ? "" : "one of ") + type_of(key) +
                          ", not " + describe(node);
    if (const auto meant = meant_boolean(node); meant && key.kind == Key::Kind::boolean) {
        message.append("; write ")
            .append(quote(std::string(title) + (*meant ? ": true" : ": false")))
            .append(node.quoted ? " without quotes" : "");
    }
    source_.error(node.location, std::move(message));
}

std::optional<Located<std::string>> Section::line(std::string_view name, const YamlNode& node,
                                                  std::string_view title) const {
    const Key& key = known(name);
    title = title.empty() ? name : title;
    if (node.kind != YamlNode::Kind::scalar) {
        wrong_type(key, title, node);
        return std::nullopt;
    }
    const std::string_view text = trim(node.text); // a block scalar ends with a line end
    const auto length = static_cast<long>(count_code_points(text));
    std::string problem;
    if (!is_line(text)) {
        problem = " holds a control character or a line break";
    } else if (text.empty() && !may_be_empty(key)) {
        problem = " is empty, it must be " + type_of(key);
    } else if (key.max > 0 && length > key.max) {
        problem = " is too long: " + count(length, "character") + ", at most " + count(key.max, "character");
    } else {
        return placeholders_fit(key, node, text, title)
                   ? std::optional(Located<std::string>{std::string(text), node.location})
                   : std::nullopt;
    }
    source_.error(node.location, quote(title) + problem);
    return std::nullopt;
}

bool Section::placeholders_fit(const Key& key, const YamlNode& node, std::string_view text,
                               std::string_view title) const {
    const auto location_of = [&](const PlaceholderFault& fault) {
        return node.location_of(static_cast<std::size_t>(text.data() - node.text.data()) + fault.at);
    };
    if (key.placeholders) {
        const auto fault = Template::find_fault(text, *key.placeholders);
        if (fault) {
            source_.error(location_of(*fault), quote(title) + ": " + fault->message);
        }
        return !fault;
    }
    // Parsers refuse URLs and addresses by themselves, and texts of the page have braces of their own.
    const bool is_parsed = text.starts_with("https:") || name_ == "aliases";
    const auto stray = is_parsed ? std::nullopt : find_stray_placeholder(text);
    if (stray && !(name_ == "web.texts.LANGUAGE" && text[stray->at] == '{')) {
        source_.warning(location_of(*stray), quote(title) + ": " + stray->message);
    }
    return true;
}

std::optional<Located<std::string>> Section::text(std::string_view key) const {
    const YamlEntry* const entry = find(key);
    return entry == nullptr ? std::nullopt : line(key, entry->value);
}

std::optional<Located<bool>> Section::boolean(std::string_view key) const {
    const YamlEntry* const entry = find(key);
    if (entry == nullptr) {
        return std::nullopt;
    }
    const YamlNode& node = entry->value;
    const bool is_true = equals_ignoring_case(node.text, "true");
    if (node.kind != YamlNode::Kind::scalar || node.quoted ||
        (!is_true && !equals_ignoring_case(node.text, "false"))) {
        wrong_type(known(key), key, node);
        return std::nullopt;
    }
    return Located<bool>{is_true, node.location};
}

std::optional<Located<long>> Section::integer(std::string_view key) const {
    const YamlEntry* const entry = find(key);
    if (entry == nullptr) {
        return std::nullopt;
    }
    const Key& row = known(key);
    const YamlNode& node = entry->value;
    const char* const end = node.text.data() + node.text.size();
    long number = 0;
    const auto [stop, status] = std::from_chars(node.text.data(), end, number);
    const bool is_decimal =
        stop == end && status == std::errc() && !(node.text.size() > 1 && node.text[0] == '0');
    if (node.kind != YamlNode::Kind::scalar || !is_decimal || number < row.min || number > row.max) {
        wrong_type(row, key, node);
        return std::nullopt;
    }
    return Located<long>{number, node.location};
}

std::vector<Located<std::string>> Section::texts(std::string_view key) const {
    std::vector<Located<std::string>> out;
    const YamlEntry* const entry = find(key);
    if (entry == nullptr) {
        return out;
    }
    const auto add = [&](const YamlNode& node) {
        if (auto written = line(key, node)) {
            out.push_back(std::move(*written));
        }
    };
    if (entry->value.kind != YamlNode::Kind::sequence) {
        add(entry->value);
        return out;
    }
    for (const YamlEntry& item : entry->value.entries) {
        add(item.value);
    }
    if (entry->value.entries.empty() && !may_be_empty(known(key))) {
        source_.error(entry->value.location, quote(key) + " is an empty list");
    }
    return out;
}

const Word* Section::find_word(std::string_view key, const Located<std::string>& written) const {
    const Key& row = known(key);
    for (const Word& word : row.words) {
        if (equals_ignoring_case(word.name, written.value)) {
            return &word;
        }
    }
    source_.error(written.location,
                  quote(key) + " must be one of " + type_of(row) + ", not " + quote(written.value));
    return nullptr;
}

} // namespace autodiscover
