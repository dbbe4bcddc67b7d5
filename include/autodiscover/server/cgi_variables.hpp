// SPDX-License-Identifier: MIT
#pragma once
/// From the variables that a web server sends (RFC 3875 section 4.1, and what nginx and Apache add) to a
/// Request. Thread safety: values.

#include "autodiscover/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace autodiscover {

/// The variables that are used, as views of the environment they were read from; absent ones are empty.
struct CgiVariables {
    std::string_view request_method;
    std::string_view request_uri;
    std::string_view query_string;
    std::string_view script_name;
    std::string_view path_info;
    std::string_view document_uri;
    std::string_view content_length;
    std::string_view http_host;
    std::string_view server_name;
    std::string_view accept_language;
    std::string_view if_none_match;
    std::string_view autodiscover_status; // see StatusPage

    /// One pass over a null-terminated array of "NAME=value"; the first of a name counts.
    static CgiVariables read(const char* const* environment) noexcept;

    /// CONTENT_LENGTH when it is a number, however large. It is only good for refusing early: the FastCGI
    /// stream knows where the body ends.
    [[nodiscard]] std::optional<std::uint64_t> length() const noexcept;

    /// The request but for body and time. The path is SCRIPT_NAME and PATH_INFO as CGI has it, else that of
    /// REQUEST_URI, else DOCUMENT_URI; `path_buffer` holds it when it is no part of a variable.
    [[nodiscard]] Request request(std::string& path_buffer) const;
};

} // namespace autodiscover
