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
    std::string body;
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

/// A body in chunks (RFC 9112 section 7.1), without extensions and trailers.
inline void join_chunks(std::string_view rest, Reply& reply) {
    for (;;) {
        const std::size_t end = rest.find("\r\n");
        if (end == std::string_view::npos) {
            return;
        }
        const std::size_t size = std::strtoul(std::string(rest.substr(0, end)).c_str(), nullptr, 16);
        if (rest.size() < end + 2 + size + 2) {
            return;
        }
        reply.body.append(rest.substr(end + 2, size));
        rest.remove_prefix(end + 2 + size + 2);
        if (size == 0) {
            reply.state = rest.empty() ? Reply::State::complete : Reply::State::broken;
            return;
        }
    }
}

/// What is there of the first response, which must also be the last: more than it announces is broken.
inline Reply parse(std::string_view received, bool is_head, bool has_ended) {
    Reply reply;
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return reply;
    }
    const std::string head(received.substr(0, end + 2));
    const std::string_view rest = received.substr(end + 4);
    reply.status = head.starts_with("HTTP/1.") && head.size() > 12 ? std::atoi(head.data() + 9) : 0;
    if (reply.status < 200) {
        reply.state = Reply::State::broken;
        return reply;
    }
    const std::string_view length = header(head, "Content-Length");
    const bool has_body = !is_head && reply.status != 204 && reply.status != 304;
    const bool is_chunked = has_body && header(head, "Transfer-Encoding") == "chunked";
    const bool ends_by_closing = has_body && length.empty() && !is_chunked;
    const std::string_view connection = header(head, "Connection");
    reply.is_kept = !ends_by_closing && head.starts_with("HTTP/1.1") && connection != "close";
    if (is_chunked) {
        join_chunks(rest, reply);
        return reply;
    }
    reply.body = rest;
    const std::size_t wanted = has_body && !length.empty() ? std::strtoul(length.data(), nullptr, 10) : 0;
    if (ends_by_closing ? has_ended : rest.size() == wanted) {
        reply.state = Reply::State::complete;
    } else if (!ends_by_closing && rest.size() > wanted) {
        reply.state = Reply::State::broken;
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
