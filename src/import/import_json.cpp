// SPDX-License-Identifier: MIT
#include "foreign_value.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace autodiscover {

namespace {

using Kind = ForeignValue::Kind;
using Json = nlohmann::json;

/// Where the octet number `at`, counted from 1, stands.
SourceLocation location_of(std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, std::min(at > 0 ? at - 1 : 0, text.size()));
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
    return {static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            static_cast<std::uint32_t>(before.size() - line_start) + 1};
}

/// The middle of "[..] parse error at line 1, column 2: MESSAGE; last read: 'PASSWORD'".
std::string message_of(std::string_view what) {
    const std::size_t start = what.find(": ");
    what.remove_prefix(start == std::string_view::npos ? 0 : start + 2);
    return std::string(what.substr(0, what.find("; last read")));
}

/// Builds the tree from the parser's events, in the order of the file: the library's own trees sort their
/// keys, or look each up in all before it.
class TreeBuilder : public Json::json_sax_t {
  public:
    TreeBuilder(const Source& source, std::string_view text) : source_(source), text_(text) {}

    bool null() override { return scalar(Kind::nothing, "null"); }
    bool boolean(bool value) override { return scalar(Kind::boolean, value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override {
        return scalar(Kind::number, std::to_string(value));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return scalar(Kind::number, std::to_string(value));
    }
    bool number_float(number_float_t /*value*/, const string_t& written) override {
        return scalar(Kind::other, written);
    }
    bool string(string_t& value) override { return scalar(Kind::text, value); }
    bool binary(binary_t& /*value*/) override { return false; } // GCOVR_EXCL_LINE: not in JSON
    bool start_object(std::size_t /*size*/) override { return open(Kind::table); }
    bool start_array(std::size_t /*size*/) override { return open(Kind::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        key_ = name;
        return true;
    }
    bool parse_error(std::size_t at, const std::string& /*token*/, const Json::exception& error) override {
        const bool is_syntax = dynamic_cast<const Json::parse_error*>(&error) != nullptr;
        source_.error(is_syntax ? location_of(text_, at) : SourceLocation{},
                      "not valid JSON: " +
                          (is_syntax ? message_of(error.what()) : "a number is out of range"));
        return false;
    }

    ForeignValue take() { return std::move(root_); }

  private:
    ForeignValue& add(Kind kind) {
        if (open_.empty()) {
            root_.kind = kind;
            return root_;
        }
        return open_.back()->add(kind, open_.back()->kind == Kind::table ? key_ : "");
    }
    bool scalar(Kind kind, std::string_view text) {
        add(kind).text = text;
        return true;
    }
    bool open(Kind kind) {
        if (open_.size() >= deepest_foreign_value) {
            source_.error({}, "is nested too deeply");
            return false;
        }
        open_.push_back(&add(kind)); // stays where it is: only the innermost list grows
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    const Source& source_;
    std::string_view text_;
    ForeignValue root_;
    std::vector<ForeignValue*> open_;
    std::string key_;
};

} // namespace

std::optional<ForeignValue> parse_json(const Source& source, std::string_view text) {
    TreeBuilder builder(source, text);
    if (!Json::sax_parse(text, &builder)) {
        return std::nullopt;
    }
    return builder.take();
}

} // namespace autodiscover
