// SPDX-License-Identifier: MIT
#pragma once
/// A domain in PACC's way, and ways to ask for its document.

#include "autodiscover/responder/responder.hpp"
#include "unit/fixture.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace autodiscover::test {

inline const std::string small_document =
    R"({"authentication":{"password":true},)"
    R"("info":{"provider":{"name":"Example Mail","shortName":"Example"}},)"
    R"("protocols":{"imap":{"host":"imap.hosting.example"},"pop3":{"host":"pop.hosting.example"},)"
    R"("smtp":{"host":"smtp.hosting.example"},"submit":{"host":"smtp.hosting.example"}}})";

struct PaccFixture {
    SmallDirectory directory;

    PaccFixture() { add("example.com"); }

    /// A domain in PACC's way: everything with implicit TLS.
    SmallDirectory::Entry& add(const std::string& domain) {
        SmallDirectory::Entry& entry = directory.add(domain);
        entry.policies.pacc.enabled = true;
        entry.services.back() =
            service(ServiceType::submission, Transport::implicit_tls, 465, "smtp.hosting.example");
        return entry;
    }
    static Service by_url(ServiceType type, std::string_view url) {
        Service added = service(type, Transport::implicit_tls, 443, "dav.hosting.example");
        added.url = text(url);
        return added;
    }
    Answer ask(std::string_view host, Method method = Method::get, std::string_view query = {},
               std::string_view if_none_match = {}) {
        Request request;
        request.method = method;
        request.path = "/.well-known/user-agent-configuration.json";
        request.query = query;
        request.host = host;
        request.if_none_match = if_none_match;
        return respond(request, directory);
    }
    std::string get(std::string_view host) {
        const Response response = ask(host).response;
        return response.status == 200 ? response.body : std::to_string(response.status);
    }
    nlohmann::json parsed(std::string_view host) { return nlohmann::json::parse(get(host), nullptr, false); }
    Account account(const std::string& name) {
        asked = *Domain::parse(name);
        return *directory.find(Subject(asked));
    }
    Domain asked = *Domain::parse("example.com");
};

} // namespace autodiscover::test
