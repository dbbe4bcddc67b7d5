// SPDX-License-Identifier: MIT
// Autodiscover V2, a pointer in JSON to the XML endpoint. There is no public specification: the forms are
// those that Outlook was seen to ask and Exchange to answer. Nothing of the request is ever in the answer.
#include "autodiscover/base/text.hpp"
#include "autodiscover/http/query.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace autodiscover {

namespace {

constexpr std::string_view path = "/autodiscover/autodiscover.json";
constexpr std::string_view path_before_address = "/autodiscover/autodiscover.json/v1.0/";
constexpr unsigned redirect_limit = 10;

struct Field {
    const char* name;
    std::string_view value;
};

Response json(int status, const std::array<Field, 2>& fields) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const Field& field : fields) {
        object.emplace(field.name, field.value);
    }
    Response response;
    response.status = status;
    response.content_type = "application/json; charset=utf-8";
    response.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    response.body = object.dump();
    return response;
}

Response error(int status, std::string_view code, std::string_view message) {
    return json(status, {{{"ErrorCode", code}, {"ErrorMessage", message}}});
}

Response unsupported_protocol() {
    return error(400, "InvalidProtocol", "The requested protocol is not supported here.");
}

Response pointer(std::string_view protocol, std::string_view url) {
    return json(200, {{{"Protocol", protocol}, {"Url", url}}});
}

Response xml_pointer(const Account& account) {
    return pointer("AutodiscoverV1", account.provider.url + "/autodiscover/autodiscover.xml");
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

/// The address stands in the path or, failing that, in the query.
std::string requested_address(const Request& request) {
    if (request.path.size() > path_before_address.size()) {
        return std::string(request.path.substr(path_before_address.size()));
    }
    return query_parameter(request.query, {"email"}).value_or("");
}

Response answer_account(const Account& account, Wanted wanted) {
    const Policy::Outlook& policy = account.policy.outlook;
    if (!policy.enabled || (wanted == Wanted::activesync && policy.activesync_url.empty())) {
        return unsupported_protocol();
    }
    return wanted == Wanted::xml ? xml_pointer(account) : pointer("ActiveSync", policy.activesync_url);
}

Response handle(const Request& request, const Directory& directory) {
    const std::string protocol = query_parameter(request.query, {"protocol"}).value_or("");
    if (trim(protocol).empty()) {
        return error(400, "MandatoryParameterMissing", "The parameter Protocol is missing.");
    }
    const std::optional<Wanted> wanted = wanted_protocol(trim(protocol));
    if (!wanted) {
        return unsupported_protocol();
    }
    const std::string address = requested_address(request);
    if (trim(address).empty()) {
        return error(400, "MandatoryParameterMissing", "The parameter Email is missing.");
    }
    const Result<Mailbox> mailbox = Mailbox::parse(trim(address));
    if (!mailbox) {
        return error(400, "InvalidUserId", "The address is not valid.");
    }
    if (is_redirected_too_often(request.query)) {
        return error(404, "NotFound", "Too many redirects.");
    }
    const std::optional<Account> account = directory.find(Subject(*mailbox));
    return account ? answer_account(*account, *wanted)
                   : error(404, "NotFound", "The domain of the address is not known here.");
}

Response view(const Account& account, const Directory& /*directory*/) {
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
