// SPDX-License-Identifier: MIT
// Elements, attributes and texts through both writers and back through Xerces: the texts come back as they
// went in, and a text that XML cannot carry is refused.
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/plist_writer.hpp"
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/format/xml_text.hpp"
#include "autodiscover/format/xml_writer.hpp"
#include "fuzz/input.hpp"
#include "fuzz/markup.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

struct Leaf {
    std::string name;
    std::string text;
};

/// What was written, and the leaves that must come back.
struct Written {
    std::string document;
    std::vector<Leaf> leaves;
};

constexpr std::string_view names[] = {"a", "displayName", "EMailAddress", "x-y.z_1"};

void write_leaves(XmlWriter& xml, fuzz::Input& input, std::vector<Leaf>& leaves, unsigned depth) {
    for (unsigned i = input.octet() % 8; i > 0; --i) {
        const std::string_view name = names[input.octet() % std::size(names)];
        const unsigned kind = input.octet() % 4;
        const std::string_view text = input.text();
        if (kind == 0 && depth < 20) {
            xml.element(name, {{"type", text}}, [&] { write_leaves(xml, input, leaves, depth + 1); });
        } else if (kind == 1) {
            xml.text_element(name, text, {{"url", input.text()}, {"lang", "en"}});
            leaves.push_back({std::string(name), std::string(text)});
        } else if (kind == 2) {
            xml.empty_element(name, {{"url", text}});
            leaves.push_back({std::string(name), ""});
        } else {
            xml.text_element(name, text);
            leaves.push_back({std::string(name), std::string(text)});
        }
    }
}

/// Nothing when a text cannot be carried.
std::optional<Written> write(fuzz::Input input) {
    Written written;
    try {
        Output out;
        XmlWriter xml(out);
        xml.declaration();
        xml.element("root", {{"version", "1.1"}}, [&] { write_leaves(xml, input, written.leaves, 1); });
        written.document = out.take();
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
    return written;
}

/// Whether the reader takes so many references (it counts the five names of XML too), elements and
/// attributes.
bool is_within_limits(std::string_view document) {
    const auto count = [&](char c) {
        return static_cast<std::size_t>(std::count(document.begin(), document.end(), c));
    };
    std::size_t starts = 0;
    for (std::size_t at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
        starts +=
            document.substr(at + 1).starts_with('/') || document.substr(at + 1).starts_with('?') ? 0U : 1U;
    }
    return count('&') < xml_limits_of_requests.references && starts <= xml_limits_of_requests.elements &&
           count('=') <= xml_limits_of_requests.equals_signs;
}

void check_document(const Written& written) {
    const std::string_view why =
        fuzz::MarkupScan(written.document, false, [](std::string_view) { return true; }).run();
    require(why.empty(), why, written.document);
    if (!is_within_limits(written.document)) {
        return;
    }
    const auto read = read_xml(written.document);
    require(read.ok(), "what is written can be read", written.document);
    std::size_t found = 0;
    for (std::size_t i = 1; i < read->size(); ++i) {
        const XmlElement& element = (*read)[i];
        const bool is_leaf = i + 1 == read->size() || (*read)[i + 1].depth <= element.depth;
        if (!is_leaf) {
            continue;
        }
        if (found < written.leaves.size() && written.leaves[found].text == element.text &&
            written.leaves[found].name == element.local_name) {
            ++found;
        } else {
            require(trim(element.text).empty(), "a leaf reads as it was written", element.text); // no child
        }
    }
    require(found == written.leaves.size(), "all leaves come back", written.document);
}

void check_escape(std::string_view text) {
    Output escaped;
    bool is_refused = false;
    try {
        put_xml_text(escaped, text);
    } catch (const std::invalid_argument&) {
        is_refused = true;
    }
    require(is_refused != is_xml_text(text), "exactly what XML cannot carry is refused", text);
    const std::string_view out = escaped.view();
    require(is_refused || out.find_first_of("<>\"") == std::string_view::npos, "nothing is left unescaped",
            out);
}

void check_plist(std::string_view text) {
    if (text.size() > xml_limits_of_requests.text || text.empty()) {
        return;
    }
    std::string document;
    try {
        Output out;
        PlistWriter plist(out);
        plist.document([&] {
            plist.string("a.b", text);
            plist.array("c", [&] { plist.dictionary([&] { plist.string("d", {"x", text, "y"}); }); });
        });
        document = out.take();
    } catch (const std::invalid_argument&) {
        require(!is_xml_text(text), "only what XML cannot carry is refused", text);
        return;
    }
    require(fuzz::MarkupScan(document, false, [](std::string_view) { return true; }).run().empty(),
            "a plist is well-formed", document);
    document.erase(0, document.find("<plist")); // the reader refuses a document type
    const auto read = read_xml(document);
    if (text.size() + 2 <= xml_limits_of_requests.text && is_within_limits(document)) {
        require(read && (*read)[3].text == text && read->back().text == "x" + std::string(text) + "y",
                "a string of a plist comes back", document);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool is_initialized = (initialize_xml(), true);
    (void)is_initialized;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_escape(text);
    check_plist(text);
    if (const std::optional<Written> written = write(fuzz::Input(data, size))) {
        check_document(*written);
    }
    return 0;
}
