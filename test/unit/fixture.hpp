// SPDX-License-Identifier: MIT
#pragma once
/// A small Directory for unit tests of what stands above the model and below the configuration.

#include "autodiscover/config/sections/policy_reader.hpp"
#include "autodiscover/model/directory.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace autodiscover::test {

inline Template text(std::string_view value) {
    return *Template::parse(value, Template::Allowed::all);
}

inline Url url(std::string_view value) {
    return *Url::parse(value);
}

inline Service service(ServiceType type, Transport transport, std::uint16_t port, std::string_view host,
                       std::string_view username = "%EMAILADDRESS%",
                       std::vector<Authentication> authentication = {Authentication::password_cleartext}) {
    return {type, transport, port, text(host), text(username), std::move(authentication)};
}

/// Serves "example.com" and what a test adds.
class SmallDirectory : public Directory {
  public:
    struct Entry {
        Provider provider;
        Policies policies;
        std::vector<Service> services;
        Login everyone{};                                  // when it says anything
        std::map<std::string, Login, std::less<>> users{}; // by address
    };

    SmallDirectory() { add("example.com"); }

    static Provider example_provider() {
        return {"Example Mail",
                "Example",
                *Domain::parse("hosting.example"),
                url("https://autodiscover.hosting.example"),
                {}};
    }

    /// The entry of a domain; a new one has IMAP 993 and POP3 995 with implicit TLS, submission 587 with
    /// STARTTLS.
    Entry& add(const std::string& domain) {
        auto [place, is_new] =
            entries_.try_emplace(domain, Entry{example_provider(), default_policies(), {}});
        if (is_new) {
            MobileconfigPolicy& profile = place->second.policies.mobileconfig;
            profile.identifier = "example.hosting.autodiscover";
            profile.name_space = uuid_v5(uuid_namespace_url, profile.identifier);
            place->second.services = {
                service(ServiceType::imap, Transport::implicit_tls, 993, "imap.hosting.example"),
                service(ServiceType::pop3, Transport::implicit_tls, 995, "pop.hosting.example"),
                service(ServiceType::submission, Transport::starttls, 587, "smtp.hosting.example"),
            };
        }
        return place->second;
    }

    LookupResult find(const Subject& subject) const override {
        if (is_unavailable) {
            return LookupResult::unavailable();
        }
        const auto place = entries_.find(subject.domain);
        if (place == entries_.end()) {
            return LookupResult::unknown();
        }
        const Entry& entry = place->second;
        Account account{subject,
                        {std::make_shared<Provider>(entry.provider),
                         std::make_shared<Policies>(entry.policies),
                         std::make_shared<Services>(entry.services)}};
        account.revision = std::string("0123456789abcdef");
        if (entry.everyone.username || entry.everyone.alias_of) {
            account.login_of_domain.login = entry.everyone;
        }
        if (subject.mailbox != nullptr) {
            const auto user = entry.users.find(subject.mailbox->address());
            account.login_of_mailbox.login = user != entry.users.end() ? user->second : Shared<Login>();
        }
        return account;
    }
    const Installation& installation() const noexcept override { return installation_; }

    bool is_unavailable = false; // find() cannot tell

  private:
    std::map<std::string, Entry, std::less<>> entries_;
    Installation installation_{std::make_shared<Provider>(example_provider()), 1054084152};
};

} // namespace autodiscover::test
