// SPDX-License-Identifier: MIT
#include "autodiscover/server/cgi_variables.hpp"

#include "autodiscover/http/query.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace autodiscover {

namespace {

/// The member for a variable, or null. By length first: of some thirty variables that Apache sends, most are
/// dismissed without looking at a letter.
std::string_view* place_of(CgiVariables& variables, std::string_view name) noexcept {
    switch (name.size()) {
    case 9:
        return name == "HTTP_HOST"   ? &variables.http_host
               : name == "PATH_INFO" ? &variables.path_info
                                     : nullptr;
    case 11:
        return name == "REQUEST_URI"   ? &variables.request_uri
               : name == "SCRIPT_NAME" ? &variables.script_name
               : name == "SERVER_NAME" ? &variables.server_name
                                       : nullptr;
    case 12:
        return name == "QUERY_STRING"   ? &variables.query_string
               : name == "DOCUMENT_URI" ? &variables.document_uri
                                        : nullptr;
    case 14:
        return name == "REQUEST_METHOD"   ? &variables.request_method
               : name == "CONTENT_LENGTH" ? &variables.content_length
                                          : nullptr;
    case 18:
        return name == "HTTP_IF_NONE_MATCH" ? &variables.if_none_match : nullptr;
    case 19:
        return name == "AUTODISCOVER_STATUS" ? &variables.autodiscover_status : nullptr;
    case 20:
        return name == "HTTP_ACCEPT_LANGUAGE" ? &variables.accept_language : nullptr;
    default:
        return nullptr;
    }
}

/// The part behind scheme and authority of an absolute-form target (RFC 9112 section 3.2.2).
std::string_view without_authority(std::string_view target) noexcept {
    const std::size_t scheme = target.starts_with('/') ? std::string_view::npos : target.find("://");
    if (scheme == std::string_view::npos) {
        return target;
    }
    const std::size_t end = target.find_first_of("/?", scheme + 3);
    return end == std::string_view::npos ? std::string_view("/") : target.substr(end);
}

/// A decoded path; a view of `raw` itself when nothing is encoded, as in every request of a real client.
std::string_view decoded(std::string_view raw, std::string& buffer) {
    if (raw.find('%') == std::string_view::npos) {
        return raw;
    }
    buffer = percent_decode(raw);
    return buffer;
}

} // namespace

CgiVariables CgiVariables::read(const char* const* environment) noexcept {
    CgiVariables variables;
    for (; *environment != nullptr; ++environment) {
        const char* const equals = std::strchr(*environment, '=');
        if (equals == nullptr) {
            continue;
        }
        std::string_view* const place = place_of(variables, {*environment, equals});
        if (place != nullptr && place->data() == nullptr) {
            *place = equals + 1;
        }
    }
    return variables;
}

std::optional<std::uint64_t> CgiVariables::length() const noexcept {
    std::uint64_t value = 0;
    const char* const end = content_length.data() + content_length.size();
    const auto [stop, error] = std::from_chars(content_length.data(), end, value);
    if (content_length.empty() || stop != end || error == std::errc::invalid_argument) {
        return std::nullopt;
    }
    return error == std::errc() ? value : std::numeric_limits<std::uint64_t>::max();
}

Request CgiVariables::request(std::string& path_buffer) const {
    Request request;
    request.method = parse_method(request_method);
    request.target = request_uri;
    request.host = http_host.empty() ? server_name : http_host;
    request.accept_language = accept_language;
    request.if_none_match = if_none_match;

    const std::string_view target = without_authority(request_uri);
    const std::size_t question = std::min(target.find('?'), target.size());
    request.query =
        query_string.empty() ? target.substr(std::min(question + 1, target.size())) : query_string;

    if (script_name.empty() && path_info.empty()) {
        request.path = question > 0 ? decoded(target.substr(0, question), path_buffer) : document_uri;
    } else if (script_name.empty() || path_info.empty()) {
        request.path = script_name.empty() ? path_info : script_name;
    } else {
        path_buffer.assign(script_name).append(path_info);
        request.path = path_buffer;
    }
    return request;
}

} // namespace autodiscover
