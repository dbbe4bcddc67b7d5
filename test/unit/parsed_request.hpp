// SPDX-License-Identifier: MIT
#pragma once
/// A request file of test/cases, cut into what a web server would hand over. Any octets are cut somehow, so
/// that the fuzzers can use it too.

#include "autodiscover/base/text.hpp"
#include "autodiscover/http/message.hpp"
#include "autodiscover/http/query.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace autodiscover::test {

/// Views of the text that it was made of, and of the path, which it owns.
class ParsedRequest {
  public:
    explicit ParsedRequest(std::string_view text) : rest_(text) {
        read_request_line(next_line());
        for (std::string_view header = next_line(); !header.empty(); header = next_line()) {
            set(request.host, header, "Host:");
            set(request.accept_language, header, "Accept-Language:");
            set(request.if_none_match, header, "If-None-Match:");
        }
        request.body = rest_;
        using namespace std::chrono;
        request.time = sys_days(2026y / 7 / 1) + 16h + 56min + 32s + 616402us;
    }
    ParsedRequest(const ParsedRequest&) = delete;
    ParsedRequest& operator=(const ParsedRequest&) = delete;
    ~ParsedRequest() = default;

    Request request;
    std::string_view version; // "HTTP/1.1"

  private:
    void read_request_line(std::string_view line) {
        const std::size_t first = std::min(line.find(' '), line.size());
        const std::size_t last = std::max(std::min(line.rfind(' '), line.size()), first);
        const std::string_view target =
            line.substr(std::min(first + 1, last), last - std::min(first + 1, last));
        const std::size_t question = std::min(target.find('?'), target.size());
        request.target = target;
        path_ = percent_decode(target.substr(0, question));
        request.method = parse_method(line.substr(0, first));
        request.path = path_;
        request.query = target.substr(std::min(question + 1, target.size()));
        version = line.substr(std::min(last + 1, line.size()));
    }
    std::string_view next_line() {
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    }
    static void set(std::string_view& field, std::string_view header, std::string_view name) {
        if (starts_with_ignoring_case(header, name)) {
            field = trim(header.substr(name.size()));
        }
    }

    std::string_view rest_;
    std::string path_;
};

} // namespace autodiscover::test
