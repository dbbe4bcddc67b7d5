// SPDX-License-Identifier: MIT
#include "autodiscover/cli/summary.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace autodiscover {

namespace {

using Json = nlohmann::json; // keeps its keys sorted

/// The last is free: it may be a sentence, and widens nothing.
constexpr std::size_t columns = 7;
using Row = std::array<std::string, columns>;
const Row header = {"FORMAT", "CLIENTS", "DIRECTION", "SERVICE", "SERVER", "SECURITY", "LOGIN"};

std::string or_dash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string place(const ToldServer& server) {
    return server.url.empty() ? server.host + ":" + server.port : server.url;
}

/// A sentence in place of the columns that tell a server.
struct Line {
    Row cells{};
    std::string sentence{};
};

std::vector<Line> lines_of(const Told& told) {
    std::vector<Line> lines;
    for (const ToldServer& server : told.servers) {
        lines.push_back({{"", "", server.direction, server.service, place(server), or_dash(server.security),
                          or_dash(server.login)},
                         ""});
    }
    if (!told.pointer.empty()) {
        lines.push_back({{}, "ask " + told.pointer});
    }
    if (!told.refusal.empty()) {
        const std::string& reason = told.reason;
        lines.push_back(
            {{}, "not served: " + (reason.empty() ? told.refusal : reason + " (" + told.refusal + ")")});
    }
    // GCOVR_EXCL_START: every format of today names servers or says why not
    if (lines.empty()) {
        lines.push_back({{}, "served; nothing in it is a mail server"});
    }
    // GCOVR_EXCL_STOP
    lines.front().cells[0] = told.format; // once, the eye finds the groups
    lines.front().cells[1] = told.clients;
    return lines;
}

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json json_of(const ToldServer& server) {
    return {{"direction", server.direction},
            {"service", server.service},
            {"host", or_null(server.host)},
            {"port", server.port.empty() ? Json() : Json(std::stoul(server.port))},
            {"url", or_null(server.url)},
            {"security", or_null(server.security)},
            {"login", or_null(server.login)}};
}

Json json_of(const Told& told) {
    Json servers = Json::array();
    for (const ToldServer& server : told.servers) {
        servers.push_back(json_of(server));
    }
    return {{"format", told.format},          {"clients", told.clients},
            {"served", told.refusal.empty()}, {"refusal", or_null(told.refusal)},
            {"reason", or_null(told.reason)}, {"pointer", or_null(told.pointer)},
            {"servers", std::move(servers)}};
}

} // namespace

std::string summary_table(const std::vector<Told>& all) {
    std::vector<Line> lines = {{header, ""}};
    for (const Told& told : all) {
        for (Line& line : lines_of(told)) {
            lines.push_back(std::move(line));
        }
    }
    std::array<std::size_t, columns> widths{};
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < columns; ++i) {
            widths[i] = std::max(widths[i], count_code_points(line.cells[i]));
        }
    }
    std::string out;
    for (const Line& line : lines) {
        const std::size_t last = line.sentence.empty() ? columns - 1 : 2;
        for (std::size_t i = 0; i < last; ++i) {
            out.append(line.cells[i]).append(widths[i] + 2 - count_code_points(line.cells[i]), ' ');
        }
        out.append(line.sentence.empty() ? line.cells[last] : line.sentence).append("\n");
    }
    return out;
}

std::string summary_json(const Subject& subject, const std::vector<Told>& all) {
    Json formats = Json::array();
    for (const Told& told : all) {
        formats.push_back(json_of(told));
    }
    const Json address = subject.mailbox == nullptr ? Json() : Json(std::string(subject.mailbox->address()));
    const Json document = {
        {"address", address}, {"domain", std::string(subject.domain)}, {"formats", std::move(formats)}};
    return document.dump(2) + "\n";
}

} // namespace autodiscover
