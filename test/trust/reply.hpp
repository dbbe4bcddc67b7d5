// SPDX-License-Identifier: MIT
// What a web server answered, and whether it is what a test expects. Header only; for load.cpp.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <strings.h>

namespace trust {

struct Reply {
    enum class State { incomplete, complete, broken };
    State state = State::incomplete;
    int status = 0;
    std::string_view body;
    bool is_kept = true;
};

/// The value of a header line, empty without one.
inline std::string_view header(std::string_view head, std::string_view name) {
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2);
        if (line.size() > name.size() + 1 && line[name.size()] == ':' &&
            strncasecmp(line.data(), name.data(), name.size()) == 0) {
            const std::string_view value = line.substr(name.size() + 1, line.find("\r\n") - name.size() - 1);
            return value.substr(std::min(value.find_first_not_of(' '), value.size()));
        }
    }
    return {};
}

/// A response with Content-Length, or one that ends with the connection. Chunks count as broken: the
/// responder tells every length, and a web server that has it passes it on.
inline Reply parse(std::string_view received, bool is_head, bool has_ended) {
    Reply reply;
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return reply;
    }
    const std::string_view head = received.substr(0, end + 2);
    reply.status = head.starts_with("HTTP/1.") && head.size() > 12 ? std::atoi(head.data() + 9) : 0;
    if (reply.status < 200 || !header(head, "Transfer-Encoding").empty()) {
        reply.state = Reply::State::broken;
        return reply;
    }
    const std::string_view length = header(head, "Content-Length");
    const bool has_body = !is_head && reply.status != 204 && reply.status != 304;
    const bool ends_by_closing = has_body && length.empty();
    const std::size_t wanted = has_body && !length.empty() ? std::strtoul(length.data(), nullptr, 10) : 0;
    reply.body = received.substr(end + 4);
    reply.is_kept = !ends_by_closing && head.starts_with("HTTP/1.1") &&
                    strncasecmp(header(head, "Connection").data() ? header(head, "Connection").data() : "",
                                "close", 5) != 0;
    if (ends_by_closing ? has_ended : reply.body.size() == wanted) {
        reply.state = Reply::State::complete;
    } else if (!ends_by_closing && reply.body.size() > wanted) {
        reply.state = Reply::State::broken; // more than was announced
    }
    return reply;
}

/// A status and a body; status 0 stands for any answer. The Time of an Outlook error is the time of day.
class Expected {
  public:
    Expected(int status, std::string body) : status_(status), body_(std::move(body)) {
        constexpr std::string_view attribute = "<Error Time=\"";
        if (const std::size_t at = body_.find(attribute); at != std::string::npos) {
            time_begin_ = at + attribute.size();
            time_end_ = body_.find('"', time_begin_);
        }
    }

    [[nodiscard]] int status() const { return status_; }

    [[nodiscard]] bool matches(const Reply& reply) const {
        const std::string_view got = reply.body;
        const std::string_view wanted = body_;
        return status_ == 0 || (reply.status == status_ && got.size() == wanted.size() &&
                                got.substr(0, time_begin_) == wanted.substr(0, time_begin_) &&
                                got.substr(time_end_) == wanted.substr(time_end_));
    }

  private:
    int status_;
    std::string body_;
    std::size_t time_begin_ = 0;
    std::size_t time_end_ = 0; // without a time, all of the body stands behind it
};

} // namespace trust
