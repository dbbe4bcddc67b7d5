// SPDX-License-Identifier: MIT
// Autodiscover V2, a pointer in JSON to the XML endpoint. There is no public specification: the forms are
// those that Outlook was seen to ask and Exchange to answer. Nothing of the request is ever in the answer.
#include "autodiscover/base/text.hpp"
#include "autodiscover/format/json_writer.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace autodiscover {

namespace {

constexpr std::string_view path = "/autodiscover/autodiscover.json";
constexpr std::string_view path_before_address = "/autodiscover/autodiscover.json/v1.0/";
constexpr unsigned redirect_limit = 10;

Response json(int status, std::string body) {
    Response response;
    response.status = status;
    response.content_type = "application/json; charset=utf-8";
    response.headers.add(HeaderName::cache_control, "no-store")
        .add(HeaderName::x_content_type_options, "nosniff");
    response.body = std::move(body);
    return response;
}

constexpr auto missing_protocol =
    R"({"ErrorCode":"MandatoryParameterMissing","ErrorMessage":"The parameter Protocol is missing."})";
constexpr auto missing_address =
    R"({"ErrorCode":"MandatoryParameterMissing","ErrorMessage":"The parameter Email is missing."})";
constexpr auto invalid_address =
    R"({"ErrorCode":"InvalidUserId","ErrorMessage":"The address is not valid."})";
constexpr auto unsupported_protocol =
    R"({"ErrorCode":"InvalidProtocol","ErrorMessage":"The requested protocol is not supported here."})";
constexpr auto too_many_redirects = R"({"ErrorCode":"NotFound","ErrorMessage":"Too many redirects."})";
constexpr auto unknown_domain =
    R"({"ErrorCode":"NotFound","ErrorMessage":"The domain of the address is not known here."})";

Response unavailable() {
    Output out;
    JsonWriter writer(out);
    writer.object([&] {
        writer.string("ErrorCode", "ServiceUnavailable");
        writer.string("ErrorMessage", Response::unavailable_text);
    });
    return Response::unavailable(json(503, out.take()));
}

/// Exactly two keys, in this order.
Response pointer(std::string_view protocol, std::string_view url, std::string_view below = "") {
    Output out;
    out.reserve(48 + protocol.size() + url.size() + below.size());
    JsonWriter writer(out);
    writer.object([&] {
        writer.string("Protocol", protocol);
        writer.string("Url", {url, below});
    });
    return json(200, out.take());
}

Response xml_pointer(const Account& account) {
    return pointer("AutodiscoverV1", *account.provider().url, "/autodiscover/autodiscover.xml");
}

Response activesync_pointer(const Account& account) {
    return pointer("ActiveSync", *account.policies().outlook.activesync_url);
}

/// A number that does not fit is too large as well.
bool is_redirected_too_often(std::string_view query) {
    const std::optional<std::string> text = query_parameter(query, {"redirectcount"});
    if (!text) {
        return false;
    }
    unsigned count = 0;
    const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), count);
    return status == std::errc::result_out_of_range || (status == std::errc() && count >= redirect_limit);
}

enum class Wanted { xml, activesync };

std::optional<Wanted> wanted_protocol(std::string_view word) {
    if (equals_ignoring_case(word, "AutodiscoverV1")) {
        return Wanted::xml;
    }
    return equals_ignoring_case(word, "ActiveSync") ? std::optional(Wanted::activesync) : std::nullopt;
}

/// The address is in the path or, failing that, in the query.
std::string requested_address(const Request& request) {
    if (request.path.size() > path_before_address.size()) {
        return plain_address(std::string(request.path.substr(path_before_address.size())));
    }
    return plain_address(query_parameter(request.query, {"email"}).value_or(""));
}

Response answer_account(const Account& account, Wanted wanted) {
    const OutlookPolicy& policy = account.policies().outlook;
    if (!policy.enabled || (wanted == Wanted::activesync && !policy.activesync_url)) {
        return json(400, unsupported_protocol);
    }
    return wanted == Wanted::xml ? xml_pointer(account) : activesync_pointer(account);
}

Response handle(const Request& request, const Directory& directory) {
    const std::string protocol = query_parameter(request.query, {"protocol"}).value_or("");
    if (trim(protocol).empty()) {
        return json(400, missing_protocol);
    }
    const std::optional<Wanted> wanted = wanted_protocol(trim(protocol));
    if (!wanted) {
        return json(400, unsupported_protocol);
    }
    const std::string address = requested_address(request);
    if (address.empty()) {
        return json(400, missing_address);
    }
    const Result<Mailbox> mailbox = Mailbox::parse(address);
    if (!mailbox) {
        return json(400, invalid_address);
    }
    if (is_redirected_too_often(request.query)) {
        return json(404, too_many_redirects);
    }
    const LookupResult account = directory.find(Subject(*mailbox));
    if (account.is_unavailable()) {
        return unavailable();
    }
    return account ? answer_account(*account, *wanted) : json(404, unknown_domain);
}

Response view(const Account& account, const Installation& /*installation*/) {
    return answer_account(account, Wanted::xml);
}

constexpr std::array<Route, 2> routes = {{
    {path, Route::Match::ignoring_case, bit(Method::get), &handle},
    {path_before_address, Route::Match::prefix_ignoring_case, bit(Method::get), &handle},
}};

} // namespace

const Protocol outlook_json_protocol = {"json", "Autodiscover V2 JSON: points Outlook to the XML", routes,
                                        &view};

} // namespace autodiscover
