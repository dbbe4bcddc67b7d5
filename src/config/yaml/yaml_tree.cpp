// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/yaml_tree.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/yaml/text_file.hpp"
#include "autodiscover/config/yaml/yaml_error.hpp"
#include "view_buffer.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <new>
#include <numeric>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace autodiscover {

namespace {

SourceLocation location_of(const YAML::Mark& mark) {
    const auto from_one = [](int number) { return static_cast<std::uint32_t>(number) + 1; };
    return mark.is_null() ? SourceLocation{} : SourceLocation{from_one(mark.line), from_one(mark.column)};
}

/// Ends the parsing from inside an event.
struct Stop {
    SourceLocation location;
    const char* message;
};

class TreeBuilder final : public YAML::EventHandler {
  public:
    TreeBuilder(const Source& source, YamlTree& tree)
        : source_(source), text_(tree.texts.front()), tree_(tree) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) {
            throw Stop{location_of(mark),
                       "a second document or stray text; the file must hold one YAML document"};
        }
    }
    void OnDocumentEnd() override {
        for (const auto& [anchor, named] : unused_) {
            source_.warning(named.second, "no alias uses the anchor " + quote(named.first) +
                                              "; a text that begins with `&` needs quotes");
        }
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        YamlNode node = make(YamlNode::Kind::null, mark);
        if (!open_.empty() && open_.back().key_pending) {
            node.location = open_.back().key_location; // the parser names the token behind, lines below
            require_colon(open_.back());
        }
        finish(std::move(node), anchor);
    }
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
        unused_.emplace(++anchors_named_, std::pair("&" + name, location_of(mark))); // from 1, as the parser
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto target = anchors_.find(anchor);
        if (target == anchors_.end()) {
            throw Stop{location_of(mark), "an alias stands inside the node that it names"};
        }
        unused_.erase(anchor);
        count(target->second.weight, location_of(mark));
        attach(target->second, location_of(mark));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_tag(mark, tag);
        const std::string_view text = keep(value, mark, tag == "!");
        if (anchor == YAML::NullAnchor && key_comes_next()) {
            remember_key(text, location_of(mark), true); // half of all scalars: they need no node
            open_.back().key_offset = tag == "?" && is_in_file(text)
                                          ? static_cast<std::size_t>(text.data() - text_.data())
                                          : std::string::npos;
            return;
        }
        YamlNode node = make(YamlNode::Kind::scalar, mark);
        node.quoted = tag == "!";
        node.text = text;
        node.as_written = is_in_file(text);
        finish(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        open(YamlNode::Kind::sequence, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        open(YamlNode::Kind::mapping, mark, tag, anchor, style);
    }
    void OnMapEnd() override {
        refuse_duplicates(source_, open_.back().node);
        close();
    }

    /// Where the innermost sequence or mapping begins that is still open.
    [[nodiscard]] SourceLocation innermost() const {
        return open_.empty() ? SourceLocation{} : open_.back().node.location;
    }
    [[nodiscard]] bool has_root() const noexcept { return has_root_; }

  private:
    /// A sequence or mapping whose end has not come yet.
    struct Open {
        YamlNode node;
        YAML::anchor_t anchor = YAML::NullAnchor;
        bool is_flow = false;
        bool key_pending = false; // a key was read, its value comes next
        bool key_valid = true;
        std::string_view key{};
        SourceLocation key_location{};
        std::size_t key_offset = std::string::npos; // of a plain key, in the text
    };

    void count(std::uint32_t nodes, SourceLocation location) {
        count_ += nodes;
        if (count_ > yaml_node_limit) {
            throw Stop{location, "more than 200000 values, those behind aliases counted each time; "
                                 "split the file, or list plain domains under `domain_lists`"};
        }
    }
    YamlNode make(YamlNode::Kind kind, const YAML::Mark& mark) {
        count(1, location_of(mark));
        YamlNode node;
        node.kind = kind;
        node.location = location_of(mark);
        node.weight = 1;
        return node;
    }
    /// A view of the file where the text is there just as it is, neither with escapes nor folded.
    std::string_view keep(const std::string& value, const YAML::Mark& mark, bool is_quoted) {
        const std::size_t start = static_cast<std::size_t>(mark.pos) + (is_quoted ? 1U : 0U);
        if (start <= text_.size() && text_.substr(start, value.size()) == value) {
            return text_.substr(start, value.size());
        }
        return tree_.texts.emplace_back(value);
    }
    [[nodiscard]] bool is_in_file(std::string_view text) const noexcept {
        return text.data() >= text_.data() && text.data() <= text_.data() + text_.size();
    }
    [[nodiscard]] bool key_comes_next() const {
        return !open_.empty() && open_.back().node.kind == YamlNode::Kind::mapping &&
               !open_.back().key_pending;
    }
    void remember_key(std::string_view text, SourceLocation location, bool is_valid) {
        Open& mapping = open_.back();
        mapping.key = text;
        mapping.key_location = location;
        mapping.key_pending = true;
        mapping.key_valid = is_valid;
        mapping.key_offset = std::string::npos;
    }
    /// A node that is whole.
    void finish(YamlNode node, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            count(node.weight, node.location); // a copy like that of an alias
            anchors_[anchor] = node;
        }
        const SourceLocation location = node.location;
        attach(std::move(node), location);
    }
    void attach(YamlNode node, SourceLocation location) {
        if (open_.empty()) {
            tree_.root = std::move(node);
            has_root_ = true;
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == YamlNode::Kind::sequence) {
            parent.node.entries.push_back({{}, location, std::move(node)});
        } else if (!parent.key_pending) {
            const bool is_text = node.kind == YamlNode::Kind::scalar;
            if (!is_text) {
                source_.error(location, "a key must be plain text, not " + describe(node));
            }
            remember_key(node.text, location, is_text);
        } else {
            if (parent.key_valid) {
                parent.node.entries.push_back({parent.key, parent.key_location, std::move(node)});
            }
            parent.key_pending = false;
        }
    }
    void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style) {
        refuse_tag(mark, tag);
        open_.push_back({make(kind, mark), anchor, style == YAML::EmitterStyle::Flow});
    }
    void close() {
        YamlNode node = std::move(open_.back().node);
        const YAML::anchor_t anchor = open_.back().anchor;
        open_.pop_back();
        node.entries.shrink_to_fit();
        node.weight = std::accumulate(
            node.entries.begin(), node.entries.end(), std::uint32_t{1},
            [](std::uint32_t sum, const YamlEntry& entry) { return sum + entry.value.weight; });
        finish(std::move(node), anchor);
    }
    /// yaml-cpp takes the last word of a file that was cut in a key for a key without a value.
    void require_colon(const Open& mapping) const {
        if (mapping.is_flow || mapping.key_offset >= text_.size() ||
            !text_.substr(mapping.key_offset).starts_with(mapping.key)) {
            return;
        }
        const std::string_view behind = text_.substr(mapping.key_offset + mapping.key.size());
        const std::size_t next = behind.find_first_not_of(" \t");
        if (next == std::string_view::npos || behind[next] != ':') {
            source_.error(mapping.key_location, quote(mapping.key) + " must be followed by a `:`");
        }
    }
    void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") { // "?": plain, "!": quoted; the parser's own marks
            source_.error(
                location_of(mark),
                "a YAML tag has no meaning here, remove it; a text that begins with `!` needs quotes");
        }
    }
    const Source& source_;
    std::string_view text_;
    YamlTree& tree_;
    std::map<YAML::anchor_t, YamlNode> anchors_;
    std::map<YAML::anchor_t, std::pair<std::string, SourceLocation>> unused_;
    YAML::anchor_t anchors_named_ = 0;
    std::vector<Open> open_;
    std::size_t count_ = 0;
    int documents_ = 0;
    bool has_root_ = false;
};

/// Runs one step of the parser; its exceptions end here.
template <typename Step>
bool guarded(const Source& source, std::string_view text, const TreeBuilder& builder, Step step) {
    try {
        step();
        return true;
    } catch (const Stop& stop) {
        source.error(stop.location, stop.message);
    } catch (const YAML::Exception& error) {
        const TextFault fault =
            explain_yaml_error(text, {location_of(error.mark), error.msg}, builder.innermost());
        source.error(fault.location, fault.message);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) { // GCOVR_EXCL_START: yaml-cpp says that it throws none but its own
        source.error({}, std::string("not valid YAML: ") + error.what());
    } // GCOVR_EXCL_STOP
    return false;
}

/// False when the tree is not whole. What follows the first document is reported and else ignored.
bool run_parser(const Source& source, YamlTree& tree) {
    // yaml-cpp 0.7.0 takes an open quote for closed when a line end is the last it sees.
    std::string_view text = tree.texts.front();
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser;
    TreeBuilder builder(source, tree);
    const bool whole = guarded(source, text, builder, [&] {
        parser.Load(stream);
        parser.HandleNextDocument(builder);
    });
    const bool alone =
        whole && guarded(source, text, builder, [&] {
            parser.HandleNextDocument(builder); // once: a loop over four hostile octets would never end
        });
    return whole && (alone || builder.has_root());
}

} // namespace

std::optional<YamlTree> parse_yaml(const Source& source, std::string text) {
    if (const std::optional<TextFault> fault = find_text_fault(text)) {
        source.error(fault->location, fault->message);
        return std::nullopt;
    }
    YamlTree tree;
    tree.texts.push_back(std::move(text));
    if (!run_parser(source, tree)) {
        return std::nullopt;
    }
    if (tree.root.kind == YamlNode::Kind::null) {
        source.error({}, "the file is empty");
        return std::nullopt;
    }
    if (tree.root.kind != YamlNode::Kind::mapping) {
        source.error(tree.root.location,
                     "the file must be a mapping (`key: value` lines), not " + describe(tree.root));
        return std::nullopt;
    }
    return tree;
}

} // namespace autodiscover
