// SPDX-License-Identifier: MIT
#pragma once
/// Asks for profiles and looks into them; shared by the tests of src/protocols/mobileconfig*.cpp.

#include "unit/fixture.hpp"

#include "autodiscover/policy/mobileconfig_policy.hpp"
#include "autodiscover/responder/responder.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

namespace autodiscover::test {

inline Response ask(const Directory& directory, std::string_view query,
                    std::string_view host = "hosting.example", std::string_view path = "/email.mobileconfig",
                    Method method = Method::get) {
    Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.host = host;
    return respond(request, directory).response;
}

/// The element behind the `nth` (from 0) occurrence of a key, "<string>x</string>"; empty: no such key.
inline std::string value(const Response& response, const std::string& key, std::size_t nth = 0) {
    const std::string tag = "<key>" + key + "</key>";
    std::size_t at = response.body.find(tag);
    for (; nth > 0 && at != std::string::npos; --nth) {
        at = response.body.find(tag, at + 1);
    }
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t begin = response.body.find('<', at + tag.size());
    return response.body.substr(begin, response.body.find('\n', begin) - begin);
}

inline std::string string_of(std::string_view text) {
    return "<string>" + std::string(text) + "</string>";
}

/// All identifiers and UUIDs of a profile.
inline std::set<std::string> identity(const Response& response) {
    BOOST_REQUIRE_EQUAL(response.status, 200);
    return {value(response, "PayloadIdentifier"), value(response, "PayloadIdentifier", 1),
            value(response, "PayloadUUID"), value(response, "PayloadUUID", 1)};
}

struct MobileconfigFixture {
    SmallDirectory directory;
    SmallDirectory::Entry& entry = directory.add("example.com");
    MobileconfigPolicy& policy = entry.policies.mobileconfig;

    Response ask(std::string_view query = "email=user%40example.com") const {
        return test::ask(directory, query, "example.com");
    }
};

} // namespace autodiscover::test
