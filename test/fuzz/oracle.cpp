// SPDX-License-Identifier: MIT
#include "fuzz/oracle.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/responder/responder.hpp"
#include "fuzz/markup.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace autodiscover::fuzz {

namespace {

using Vocabulary = std::set<std::string, std::less<>>;

/// What respond() may say; 413 is the server's, 500 nobody's.
constexpr std::array<int, 9> statuses = {200, 204, 301, 302, 304, 400, 404, 405, 451};

/// Tells the keys of JSON.
class Keys : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit Keys(MarkupScan::Names names) : names_(std::move(names)) {}
    bool key(string_t& text) override { return names_(text); }
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

  private:
    MarkupScan::Names names_;
};

bool is_json(std::string_view type) {
    return type.starts_with("application/json");
}
bool is_html(std::string_view type) {
    return type.starts_with("text/html");
}
bool is_markup(std::string_view type) {
    return type.starts_with("text/xml") || type.starts_with("application/x-apple-aspen-config") ||
           is_html(type);
}

/// A signed profile is DER around the XML; the rest is the signing library's.
std::string_view signed_content(std::string_view body) {
    const std::size_t begin = body.find("<?xml");
    constexpr std::string_view last = "</plist>\n";
    const std::size_t end = body.find(last);
    return begin < end && end != std::string_view::npos ? body.substr(begin, end + last.size() - begin)
                                                        : std::string_view();
}

/// Empty when the body is what its type says.
std::string_view judge_body(std::string_view type, std::string_view body, const MarkupScan::Names& names) {
    if (is_json(type)) {
        Keys keys(names);
        return nlohmann::json::sax_parse(body, &keys) ? "" : "no JSON, or a key that no golden has";
    }
    if (is_markup(type)) {
        const std::string_view text = body.starts_with("\x30") ? signed_content(body) : body;
        return MarkupScan(text, is_html(type), names).run();
    }
    if (type.starts_with("text/plain")) {
        const bool is_short = !body.empty() && body.size() <= 200 && body.back() == '\n';
        const bool is_plain = is_ascii(body) && !has_control(body.substr(0, body.size() - 1));
        return is_short && is_plain ? "" : "no short line of text";
    }
    return type.empty() && body.empty() ? "" : "a type of content that the oracle does not know";
}

/// The names in the goldens, which people have read.
Vocabulary read_goldens() {
    Vocabulary found;
    const auto learn = [&](std::string_view name) {
        found.emplace(name);
        return true;
    };
    for (const auto& entry : std::filesystem::recursive_directory_iterator("test/cases")) {
        if (entry.path().filename() != "response") {
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::size_t head = std::min(text.find("\n\n"), text.size() - 1);
        const std::size_t at = text.find("Content-Type: ");
        if (at < head && head + 2 < text.size()) {
            const std::string_view type = std::string_view(text).substr(at + 14, 64);
            const std::string_view why = judge_body(type, std::string_view(text).substr(head + 2), learn);
            require(why.empty(), why, entry.path().string());
        }
    }
    require(found.size() > 50, "goldens are found: the fuzzer runs in the project's root");
    return found;
}

void check_headers(const Response& response) {
    std::string_view rest = response.headers.lines();
    while (!rest.empty()) {
        const std::size_t end = rest.find("\r\n");
        const std::string_view line = rest.substr(0, end);
        require(end != std::string_view::npos, "headers are whole lines", response.headers.lines());
        require(line.find(": ") < line.size() && is_ascii(line) && !has_control(line), "a header is plain",
                line);
        rest.remove_prefix(end + 2);
    }
    const std::string_view location = response.headers.find(HeaderName::location);
    require(location.empty() || location.starts_with("https://"), "redirects are to HTTPS", location);
    require(location.find(' ') == std::string_view::npos, "a URL has no blanks", location);
}

} // namespace

void check_answer(const Request& request, const Directory& directory) {
    static const Vocabulary vocabulary = read_goldens();
    static const MarkupScan::Names known = [](std::string_view name) { return vocabulary.contains(name); };
    const Answer answer = respond(request, directory);
    const Response& response = answer.response;
    require(std::find(statuses.begin(), statuses.end(), response.status) != statuses.end(),
            "a status of ours", std::to_string(response.status));
    check_headers(response);
    const std::string_view why = judge_body(response.content_type, response.body, known);
    // After 304 the body is still there, and is not sent.
    require(why.empty() || response.status == 304, why, response.body);

    const Answer again = respond(request, directory);
    require(again.response.status == response.status && again.response.headers == response.headers &&
                again.response.body == response.body && again.route == answer.route,
            "the same answer twice", again.response.body);
}

std::shared_ptr<const Directory> load_directory(const std::string& path) {
    LoadResult result = load_config(path);
    for (const Diagnostic& diagnostic : result.diagnostics) {
        require(!diagnostic.is_error, "the configuration loads", to_string(diagnostic));
    }
    return make_directory(std::move(*result.config));
}

} // namespace autodiscover::fuzz
