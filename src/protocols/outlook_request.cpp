// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/outlook_request.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/format/xml_reader.hpp"

#include <array>
#include <optional>

namespace autodiscover {

namespace {

struct SchemaName {
    std::string_view uri; // without the scheme
    OutlookSchema schema;
};

/// AcceptableResponseSchema ([MS-OXDSCLI], [MS-ASCMD]); Mailu met clients that leave out
/// the "a".
constexpr std::array<SchemaName, 3> response_schemas = {{
    {"schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a", OutlookSchema::outlook},
    {"schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006", OutlookSchema::outlook},
    {"schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006", OutlookSchema::mobilesync},
}};

/// Namespaces of the request ([MS-OXDSCLI], [MS-ASCMD]).
constexpr std::array<SchemaName, 2> request_schemas = {{
    {"schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006", OutlookSchema::outlook},
    {"schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006", OutlookSchema::mobilesync},
}};

/// Some clients ask for mobilesync/responseschema/2006a, which is in no text of Microsoft's.
constexpr std::string_view microsoft = "schemas.microsoft.com/";
constexpr std::string_view mobilesync = "/mobilesync/";

template <std::size_t Size>
std::optional<OutlookSchema> find_schema(const std::array<SchemaName, Size>& names, std::string_view uri) {
    // The names begin with http://, but Microsoft's own pages print them with https://.
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!uri.starts_with(scheme)) {
            continue;
        }
        const std::string_view rest = uri.substr(scheme.size());
        for (const SchemaName& name : names) {
            if (rest == name.uri) {
                return name.schema;
            }
        }
        if (rest.starts_with(microsoft) && rest.find(mobilesync) != std::string_view::npos) {
            return OutlookSchema::mobilesync;
        }
    }
    return std::nullopt;
}

/// The texts that matter, trimmed; they point into the elements.
struct Fields {
    unsigned requests = 0;
    unsigned addresses = 0;
    unsigned schemas = 0;
    std::string_view address;
    std::string_view legacy_dn;
    std::string_view schema;
};

Fields collect(std::span<const XmlElement> elements) {
    Fields fields;
    bool in_request = false;
    for (const XmlElement& element : elements) {
        if (element.depth == 1) {
            in_request = element.local_name == "Request";
            fields.requests += in_request ? 1 : 0;
        } else if (element.depth == 2 && in_request) {
            const std::string_view text = trim(element.text);
            if (element.local_name == "EMailAddress") {
                fields.address = text;
                ++fields.addresses;
            } else if (element.local_name == "AcceptableResponseSchema") {
                fields.schema = text;
                ++fields.schemas;
            } else if (element.local_name == "LegacyDN") {
                fields.legacy_dn = text;
            }
        }
    }
    return fields;
}

std::variant<OutlookSchema, OutlookError> wanted_schema(std::string_view acceptable,
                                                        std::string_view name_space) {
    const bool is_named = !acceptable.empty();
    const std::optional<OutlookSchema> schema =
        is_named ? find_schema(response_schemas, acceptable) : find_schema(request_schemas, name_space);
    if (schema) {
        return *schema;
    }
    return is_named ? OutlookError::not_available : OutlookError::invalid_request;
}

} // namespace

std::variant<OutlookRequest, OutlookError> parse_outlook_request(std::string_view body) {
    const Result<std::span<const XmlElement>> elements = read_xml(body);
    if (!elements || elements->front().local_name != "Autodiscover") {
        return OutlookError::invalid_request;
    }
    const Fields fields = collect(*elements);
    if (fields.requests != 1 || fields.addresses > 1 || fields.schemas > 1) {
        return OutlookError::invalid_request;
    }
    const auto schema = wanted_schema(fields.schema, elements->front().name_space);
    if (const auto* error = std::get_if<OutlookError>(&schema)) {
        return *error;
    }
    // [MS-OXDSCLI] prefers the LegacyDN when both are there; there are no such names here.
    if (fields.address.empty() && !fields.legacy_dn.empty()) {
        return OutlookError::unknown_address;
    }
    const Result<Mailbox> mailbox = Mailbox::parse(fields.address);
    if (!mailbox) {
        return OutlookError::invalid_request;
    }
    return OutlookRequest{*mailbox, std::get<OutlookSchema>(schema)};
}

} // namespace autodiscover
